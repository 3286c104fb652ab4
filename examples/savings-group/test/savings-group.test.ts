import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { balance, openSavings } from '../src/index.js'
import { openSavings as openWithEmmett } from '../src/with-emmett.js'

const on = '2018-06-01'
const join = (memberId: string) => ({ type: 'Join' as const, data: { groupId: 'g1', memberId, on } })
const money = <Type extends string>(type: Type, memberId: string, amountFen: number) => ({
  type,
  data: { groupId: 'g1', memberId, amountFen, on },
})
type Command = ReturnType<typeof join> | ReturnType<typeof money<'PayShare' | 'GrantLoan' | 'RepayLoan'>>

/** Commands in order, with the title of the rule that rejects each; `undefined` if it is accepted. */
const story: readonly (readonly [Command, string | undefined])[] = [
  [join('m1'), undefined],
  [join('m1'), 'A person joins once.'],
  [money('PayShare', 'm1', 1000), undefined],
  [money('PayShare', 'm2', 1000), 'Only members pay, borrow and repay.'],
  [money('PayShare', 'm1', 0), 'An amount is positive.'],
  [money('GrantLoan', 'm1', 1001), 'The group lends what it has.'],
  [money('GrantLoan', 'm1', 600), undefined],
  [money('GrantLoan', 'm1', 100), 'A member has one loan at a time.'],
  [money('RepayLoan', 'm1', 601), 'A member repays at most what is owed.'],
  [money('RepayLoan', 'm1', 200), undefined],
]
const finalBalance = { members: 1, cashFen: 600, lentFen: 400 }

/** The title in an error; `undefined` for none. */
const titleOf = async (sent: Promise<unknown>): Promise<string | undefined> => {
  try {
    await sent
    return undefined
  } catch (error) {
    return error instanceof Error
      ? story.map(([, title]) => title).find((title) => title && error.message.includes(title))
      : ''
  }
}

describe('a savings group', () => {
  it('is decided by its rules, and publishes its balance', async () => {
    const savings = openSavings()
    for (const [command, title] of story) {
      const sent = savings.dispatch(command, { commandId: randomUUID(), actor: 'clerk-7' })
      expect([command, await titleOf(sent)]).toEqual([command, title])
    }
    await savings.settle()
    expect(await savings.read(balance).get('g1')).toEqual(finalBalance)
  })

  it('does the same with Emmett', async () => {
    const savings = openWithEmmett()
    for (const [command, title] of story)
      expect([command, await titleOf(savings.dispatch(command))]).toEqual([command, title])
    expect(await savings.readBalance('g1')).toMatchObject(finalBalance)
  })

  const linesOf = (file: string): number =>
    readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length

  it('has at most a third more lines than with Emmett', () => {
    expect(linesOf('index.ts')).toBeLessThanOrEqual((linesOf('with-emmett.ts') * 4) / 3)
  })

  it('is the program of docs/own-domain.md', () => {
    const page = readFileSync(new URL('../../../docs/own-domain.md', import.meta.url), 'utf8')
    const blocks = [...page.matchAll(/^```ts file=savings\.ts\n(?:\/\/ savings\.ts.*\n)?([\s\S]*?)^```$/gm)].map(
      ([, code]) => code,
    )
    const code = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
    expect(code(blocks.join('\n'))).toBe(code(readFileSync(new URL('../src/index.ts', import.meta.url), 'utf8')))
  })
})
