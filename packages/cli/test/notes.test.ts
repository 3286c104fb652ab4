// What commands remark beside their results.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detailOf } from '../src/commands/journey/detail.js'
import { main } from '../src/main.js'
import { fakeIo } from './fake-io.js'
import { type Ended, skein, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)
const store = ['--store', `sqlite:${join(folder, 'a.db')}`]
const call = (...args: readonly string[]): Promise<Ended> => skein(args, { folder })

beforeAll(async () => {
  const small = ['--trainees', '8', '--months', '3', '--start', '2018-06-01']
  expect((await call('simulate', ...small, ...store)).code).toBe(0)
}, 120_000)

describe.each(['report', 'worklist'])('%s', (command) => {
  it.each([
    ['en', /^skein: note: facts after 2018-06-15 .*rebuild --all --as-of 2018-06-15.*--kept 2018-06-15\.\n$/],
    ['zh', /^skein: 注意:2018-06-15 之后的记录也已计入.*rebuild --all --as-of 2018-06-15/],
  ])('of a day before the last fact says in %s what it counts', async (lang, note) => {
    const { code, stderr } = await call(command, '--today', '2018-06-15', '--lang', lang, ...store)
    expect([code, stderr]).toEqual([0, expect.stringMatching(note)])
  })

  it('of a later day, of today or of what is kept apart says nothing', async () => {
    expect((await call(command, '--today', '2019-06-15', ...store)).stderr).toBe('')
    expect((await call(command, ...store)).stderr).toBe('')
    const past = ['--all', '--as-of', '2018-06-15', '--into', '2018-06-15']
    expect((await call('rebuild', ...past, ...store)).code).toBe(0)
    expect((await call(command, '--today', '2018-06-15', '--kept', '2018-06-15', ...store)).stderr).toBe('')
  })
})

describe('rebuild', () => {
  it('speaks of retired generations until they are dropped', async () => {
    expect((await call('rebuild', 'worklist', ...store)).stdout).toMatch(
      /1 retired generation is still kept.*`skein prune`/,
    )
    const pruned = (await call('rebuild', 'worklist', '--prune', ...store)).stdout
    expect(pruned).toContain('Dropped 1 old generation.')
    expect(pruned).not.toContain('retired')
  })

  it.each([
    [[], 'the same command'],
    [['--restart'], 'without --restart'],
  ])('interrupted with %j says how to go on', async (more, words) => {
    const { io, written } = fakeIo({ SKEIN_LANG: 'en' })
    const code = await main(['rebuild', '--all', ...more, ...store], { ...io, signal: AbortSignal.abort() })
    expect([code, written.stderr]).toEqual([130, expect.stringContaining(words)])
  })
})

describe('explain', () => {
  const explained = async (commands: unknown, lang = 'en'): Promise<string> =>
    (
      await skein(['explain', '-', '--lang', lang, '--store', 'memory:'], {
        folder,
        input: JSON.stringify({ commands }),
      })
    ).stdout

  it('names the file, the place, and the type that was probably meant', async () => {
    const typo = [
      { type: 'SelectTrainee', data: {} },
      { type: 'SelctTrainee', data: {} },
    ]
    expect(await explained(typo)).toMatch(/^stdin commands\[1\]: SelctTrainee .*\n.*did you mean SelectTrainee\?/m)
    expect(await explained(typo, 'zh')).toContain('是否指 SelectTrainee?')
    expect(await explained([{ type: 'Nothing of the kind', data: {} }])).not.toContain('did you mean')
    expect(await explained([{ data: {} }])).toContain('it has no type')
  })

  it('names an unknown key once', async () => {
    const data = { traineeId: 't', on: '2020-07-01', nonsense: 1 }
    for (const on of ['2020-07-01', '2020-07-32']) {
      const text = await explained([{ type: 'SelectTrainee', data: { ...data, on } }])
      expect(text.match(/unrecognized_keys/g)).toHaveLength(1)
      expect(text).toContain('commands[0].data.nonsense: ')
    }
  })
})

describe('a step of a journey', () => {
  it('tells money in thousands, and what funding adds up to where there was some', () => {
    const funding = { kind: 'funding', amountFen: 123_456_789, total: 200_000_000 }
    expect(detailOf(funding, 'en')).toBe(
      'kind: funding; amount (yuan): 1,234,567.89; total so far (yuan): 2,000,000.00',
    )
    expect(detailOf({ kind: 'policy', total: 0 }, 'en')).toBe('kind: policy')
    expect(detailOf({ annualIncomeFen: -12_345_600 }, 'zh')).toBe('年收入(元): -123,456.00')
  })
})

it('a key file that is not there is found out by commands that need none', async () => {
  const { code, stderr } = await call('status', '--master-key-file', 'nope', ...store)
  expect([code, stderr]).toEqual([2, expect.stringContaining('nope')])
})

it('a store in memory is not named with two colons', async () => {
  for (const lang of ['en', 'zh'])
    for (const command of ['status', 'report']) {
      const { stdout, stderr } = await call(command, '--lang', lang, '--store', 'memory:')
      expect(stdout + stderr).toContain('memory:')
      expect(stdout + stderr).not.toContain('memory::')
    }
})
