// The list of rules of an aggregate decides alone: deciding and checking use exactly the rules in it.
import { type CommandInput, chadian2018, domain, Journey } from '@skein/core'
import { check, createRuntime, type EventStore, openMemory } from '@skein/engine'
import { type AnyAggregate, type Domain, ruleFor } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { scenarioOf } from '../src/domain/scenario.js'

type Rules = typeof Journey.aggregate.rules
const rule = ruleFor<Journey.Events.Event, Journey.State, Parameters<typeof Journey.decider.propose>[2]>()

/** The domain with a changed list of rules for journeys. */
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
/** A person is nominated at a base, but the eligibility is not reviewed: S2 rejects the selection. */
const nominated = [...stages.founded, ...stages.base, nominateCandidate('t9')]
const select: CommandInput = { type: 'SelectTrainee', data: { traineeId: 't9', on } }

/** Nominates and selects the person; gives the log and the rule that rejected the selection. */
const selectUnder = async (changed: Domain<CommandInput>) => {
  const { events, ...rest } = openMemory()
  const runtime = createRuntime(changed, { events, ...rest }, { clock: () => new Date('2019-01-01T00:00:00Z') })
  let count = 0
  const send = (command: CommandInput) => {
    count += 1
    return runtime.execute(command, { commandId: `c${count}`, actor: 'test' })()
  }
  for (const command of nominated) expect(await send(command)).toMatchObject({ _tag: 'Right' })
  const result = await send(select)
  const rejectedBy = E.isLeft(result) && result.left._tag === 'Rejected' ? result.left.rejection.rule : undefined
  return { events, rejectedBy }
}

const brokenRules = async (changed: Domain, events: EventStore): Promise<readonly string[]> => {
  const broken: string[] = []
  for await (const violation of check(changed, events)) broken.push(violation.rule)
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
  it('rejects a command, and is kept by a log that it decided', async () => {
    const { events, rejectedBy } = await selectUnder(domain)
    expect(rejectedBy).toBe('S2')
    expect(await brokenRules(domain, events)).toEqual([])
  })

  it('neither rejects nor is checked after it was removed', async () => {
    const { events, rejectedBy } = await selectUnder(withoutS2)
    expect(rejectedBy).toBeUndefined()
    expect(await brokenRules(withoutS2, events)).toEqual([])
    // the list that has the rule finds the violation
    expect(await brokenRules(domain, events)).toEqual(['S2'])
  })

  it('rejects and is checked after it was added', async () => {
    const withZ1 = withRules((rules) => [...rules.filter(({ id }) => id !== 'S2'), neverSelected])
    expect((await selectUnder(withZ1)).rejectedBy).toBe('Z1')
    expect(await brokenRules(withZ1, (await selectUnder(withoutS2)).events)).toEqual(['Z1'])
  })

  it('rejects and is checked by its new condition after it was replaced', async () => {
    const replaced = withRules((rules) =>
      rules.map((each) =>
        each.id === 'S2' ? { ...each, breach: ({ data }) => (data.on < on ? { on: data.on } : undefined) } : each,
      ),
    )
    const { events, rejectedBy } = await selectUnder(replaced)
    expect(rejectedBy).toBeUndefined()
    expect(await brokenRules(replaced, events)).toEqual([])
    const stricter = withRules((rules) =>
      rules.map((each) => (each.id === 'S2' ? { ...each, breach: () => ({ never: true }) } : each)),
    )
    expect((await selectUnder(stricter)).rejectedBy).toBe('S2')
    expect(await brokenRules(stricter, events)).toEqual(['S2'])
  })
})
