// Properties of an agreement after any commands in any order, asserted on its events, not on its state.
import { day, decide } from '@skein/kernel'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { agreementId, terms } from '../../test/agreements.js'
import { parseCommand } from '../../test/given.js'
import { policy } from '../../test/people.js'
import { assertForRuns, repeatsAreRedundant, runCommands } from '../../test/run-commands.js'
import { AgreementId, TraineeId } from '../shared/value-objects.js'
import * as Agreement from './index.js'

type Event = Agreement.Events.Event

const days = ['2018-06-01', '2018-07-01', '2018-08-01', '2019-06-01'] as const
const householdId = fc.constantFrom('h1', 'h2', 'h3', 'own', 'constructor', '__proto__')
const attempt = fc.constantFrom(1, 2)

const mentor = {
  nominatedOn: day('2018-03-01'),
  status: 'active',
  baseId: 'b1',
  householdId: 'own',
  recognisedOn: day('2018-05-10'),
  thresholdOn: day('2018-05-01'),
} as const
const otherMentor = { agreementId: AgreementId.parse('a9'), mentorId: TraineeId.parse('t9'), on: day('2018-01-06') }
const views = (people: number, isMentored: boolean, status: 'poor' | 'exited') => ({
  base: { foundedOn: day('2017-10-01') },
  policy: policy(),
  mentor,
  household: {
    registeredOn: day('2018-01-05'),
    baseId: 'b1',
    people,
    poverty: { status, on: day('2018-01-05') },
    ...(isMentored && { mentor: otherMentor }),
  },
})
const someViews = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.nat(9), fc.nat(9))
  .map(([people, mentored, exited]) => views(people, mentored === 0, exited === 0 ? 'exited' : 'poor'))

const sign = { command: { type: 'SignAgreement', data: terms }, views: views(4, false, 'poor') }

/** A generated command, to be dated. */
const someCommand = (type: string, data: Record<string, fc.Arbitrary<unknown>>) =>
  fc.tuple(fc.record(data), someViews).map(([fields, views]) => (on: string) => ({
    command: { type, data: { agreementId, ...fields, on } },
    views,
  }))

const anyCommand = fc.oneof(
  { weight: 5, arbitrary: someCommand('PlaceHousehold', { householdId }) },
  { weight: 3, arbitrary: someCommand('ConfirmPlacement', { householdId, attempt }) },
  someCommand('DeclinePlacement', { householdId, attempt }),
  someCommand('ReleaseHousehold', { householdId, reason: fc.constant('moved') }),
  someCommand('RecordVisit', { householdId }),
  someCommand('RecordOutcome', { householdId, outcome: fc.constantFrom('exited', 'relapsed'), people: fc.constant(3) }),
  { weight: 1, arbitrary: someCommand('CompleteAgreement', {}) },
)

/** A signed agreement, then commands in the order of their days. */
const someSteps = fc
  .array(fc.tuple(anyCommand, fc.nat(days.length - 1)), { minLength: 5, maxLength: 40, size: 'max' })
  .map((entries) => [sign, ...entries.sort(([, a], [, b]) => a - b).map(([step, at]) => step(days[at] ?? days[0]))])
const someRuns = someSteps.map((steps) => runCommands(Agreement.aggregate, steps))

/** The number of people placed after each event, by household. */
const peoplePlaced = (events: readonly Event[]): readonly ReadonlyMap<string, number>[] => {
  let placed = new Map<string, number>()
  return events.map(({ type, data }) => {
    if (type === 'HouseholdPlaced') placed = new Map(placed).set(data.householdId, data.people)
    if (type === 'PlacementDeclined' || type === 'HouseholdReleased') {
      placed = new Map(placed)
      placed.delete(data.householdId)
    }
    if (type === 'AgreementCompleted') placed = new Map()
    return placed
  })
}
const total = (placed: ReadonlyMap<string, number>): number =>
  [...placed.values()].reduce((sum, people) => sum + people, 0)
const placements = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === 'HouseholdPlaced' ? [event.data] : []))

describe('an agreement, after any commands', () => {
  it('M4 never has more people placed than its quota', () =>
    assertForRuns(someRuns, 'M4', (events) => peoplePlaced(events).every((placed) => total(placed) <= 10)))

  it('M6 never places the household of the mentor', () =>
    assertForRuns(someRuns, 'M6', (events) => placements(events).every(({ householdId }) => householdId !== 'own')))

  it('M8 places no household after its last day', () =>
    assertForRuns(someRuns, 'M8', (events) => placements(events).every(({ on }) => on <= '2019-05-31')))

  it('G5 has nothing after its end', () =>
    assertForRuns(someRuns, 'G5', (events) => {
      const end = events.findIndex(({ type }) => type === 'AgreementCompleted')
      return end < 0 || end === events.length - 1
    }))

  it('M10 names all placed households at its end', () => {
    fc.assert(
      fc.property(someRuns, ({ events }) => {
        const placed = peoplePlaced(events)
        return events.every(
          ({ type, data }, at) =>
            type !== 'AgreementCompleted' ||
            [...data.households].sort().join() === [...(placed[at - 1]?.keys() ?? [])].sort().join(),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('names every placement of a household differently', () => {
    fc.assert(
      fc.property(someRuns, ({ events }) => {
        const names = placements(events).map(({ householdId, attempt }) => `${householdId} ${attempt}`)
        return new Set(names).size === names.length
      }),
      { numRuns: 300 },
    )
  })

  it('records nothing for a repeated command, visits aside', () => {
    const withoutVisits = someSteps.map((steps) => steps.filter(({ command }) => command.type !== 'RecordVisit'))
    fc.assert(
      fc.property(withoutVisits, (steps) => repeatsAreRedundant(Agreement.aggregate, steps)),
      { numRuns: 300 },
    )
  })

  it('decides without an exception after events in any order', () => {
    const someEvents = someRuns.chain(({ events }) => fc.shuffledSubarray([...events]))
    const views = {
      ...Agreement.decider.absentViews,
      id: agreementId,
      recordedOn: day('2019-12-31'),
      revision: 1,
      byProcess: false,
    }
    fc.assert(
      fc.property(someEvents, anyCommand, (events, step) => {
        const command = parseCommand(Agreement.aggregate, step('2018-08-01').command)
        const state = events.reduce(Agreement.decider.evolve, Agreement.decider.initialState)
        return ['Left', 'Right'].includes(decide(Agreement.aggregate, command, state, views)._tag)
      }),
      { numRuns: 300 },
    )
  })
})
