// An aggregate's list of rules is the truth: what it holds is what commands are judged by and what a log is checked by.
import { type CommandInput, chadian2018, domain, Journey } from '@skein/core'
import { check, createRuntime, type EventStore, openMemory } from '@skein/engine'
import { type AnyAggregate, type Domain, ruleFor } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { scenarioOf } from '../src/domain/scenario.js'

type Rules = typeof Journey.aggregate.rules
const rule = ruleFor<Journey.Events.Event, Journey.State, Parameters<typeof Journey.decider.propose>[2]>()

/** The domain with a journey whose list of rules is another. */
const withRules = (change: (rules: Rules) => Rules): Domain<CommandInput> => ({
  ...domain,
  aggregates: domain.aggregates.map((aggregate) =>
    aggregate.name === 'journey'
      ? // sound: the list of the same aggregate, typed before it was put among the others
        ({ ...aggregate, rules: change(Journey.aggregate.rules) } as AnyAggregate)
      : aggregate,
  ),
})

const on = '2018-03-10'
const { stages, nominateCandidate } = scenarioOf(chadian2018)
/** A person is nominated at a base, and nobody has reviewed the eligibility: S2 refuses the selection. */
const nominated = [...stages.founded, ...stages.base, nominateCandidate('t9')]
const select: CommandInput = { type: 'SelectTrainee', data: { traineeId: 't9', on } }

const runOn = async (of: Domain<CommandInput>) => {
  const { events, ...rest } = openMemory()
  const runtime = createRuntime(of, { events, ...rest }, { clock: () => new Date('2019-01-01T00:00:00Z') })
  let count = 0
  const send = (command: CommandInput) => {
    count += 1
    return runtime.execute(command, { commandId: `c${count}`, actor: 'test' })()
  }
  for (const command of nominated) expect(await send(command)).toMatchObject({ _tag: 'Right' })
  const answer = await send(select)
  const refusedBy = E.isLeft(answer) && answer.left._tag === 'Rejected' ? answer.left.rejection.rule : undefined
  return { events, refusedBy }
}

const brokenRules = async (of: Domain, events: EventStore): Promise<readonly string[]> => {
  const broken: string[] = []
  for await (const violation of check(of, events)) broken.push(violation.rule)
  return broken
}

const withoutS2 = withRules((rules) => rules.filter(({ id }) => id !== 'S2'))

const neverSelected = rule({
  id: 'Z1',
  title: { en: 'Nobody is selected.', zh: '任何人不得入选。' },
  basis: 'own: a test',
  on: ['TraineeSelected'],
  breach: ({ data }) => ({ on: data.on }),
})

describe("a rule of an aggregate's list", () => {
  it('refuses a command and is kept by every log that was decided by it', async () => {
    const { events, refusedBy } = await runOn(domain)
    expect(refusedBy).toBe('S2')
    expect(await brokenRules(domain, events)).toEqual([])
  })

  it('neither refuses nor is checked when it is filtered out', async () => {
    const { events, refusedBy } = await runOn(withoutS2)
    expect(refusedBy).toBeUndefined()
    expect(await brokenRules(withoutS2, events)).toEqual([])
    // and the list that has it finds the log that breaks it
    expect(await brokenRules(domain, events)).toEqual(['S2'])
  })

  it('refuses and is checked when it is added', async () => {
    const withZ1 = withRules((rules) => [...rules.filter(({ id }) => id !== 'S2'), neverSelected])
    expect((await runOn(withZ1)).refusedBy).toBe('Z1')
    expect(await brokenRules(withZ1, (await runOn(withoutS2)).events)).toEqual(['Z1'])
  })

  it('refuses and is checked by its new condition when it is replaced', async () => {
    const replaced = withRules((rules) =>
      rules.map((of) =>
        of.id === 'S2' ? { ...of, breach: ({ data }) => (data.on < on ? { on: data.on } : undefined) } : of,
      ),
    )
    const { events, refusedBy } = await runOn(replaced)
    expect(refusedBy).toBeUndefined()
    expect(await brokenRules(replaced, events)).toEqual([])
    const stricter = withRules((rules) =>
      rules.map((of) => (of.id === 'S2' ? { ...of, breach: () => ({ never: true }) } : of)),
    )
    expect((await runOn(stricter)).refusedBy).toBe('S2')
    expect(await brokenRules(stricter, events)).toEqual(['S2'])
  })
})
