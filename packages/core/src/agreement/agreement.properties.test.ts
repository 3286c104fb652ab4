// What holds of an agreement whatever is asked of it, in whatever order; told from its events, not from its state.
import { day, decide } from '@skein/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreementId, terms } from '../../test/agreements.js'
import { parseCommand } from '../../test/given.js'
import { policy } from '../../test/people.js'
import { repeatsAreRedundant, runCommands } from '../../test/run-commands.js'
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
const another = { agreementId: AgreementId.parse('a9'), mentorId: TraineeId.parse('t9'), on: day('2018-01-06') }
const views = (people: number, isMentored: boolean, status: 'poor' | 'exited') => ({
  base: { foundedOn: day('2017-10-01') },
  policy: policy(),
  mentor,
  household: {
    registeredOn: day('2018-01-05'),
    baseId: 'b1',
    people,
    poverty: { status, on: day('2018-01-05') },
    ...(isMentored && { mentor: another }),
  },
})
const household = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.nat(9), fc.nat(9))
  .map(([people, mentored, exited]) => views(people, mentored === 0, exited === 0 ? 'exited' : 'poor'))

const sign = {
  command: {
    type: 'SignAgreement',
    data: terms,
  },
  views: views(4, false, 'poor'),
}

const told = (type: string, data: Record<string, fc.Arbitrary<unknown>>) =>
  fc.tuple(fc.record(data), household).map(([fields, seen]) => (on: string) => ({
    command: { type, data: { agreementId, ...fields, on } },
    views: seen,
  }))

const asked = fc.oneof(
  { weight: 5, arbitrary: told('PlaceHousehold', { householdId }) },
  { weight: 3, arbitrary: told('ConfirmPlacement', { householdId, attempt }) },
  told('DeclinePlacement', { householdId, attempt }),
  told('ReleaseHousehold', { householdId, reason: fc.constant('moved') }),
  told('RecordVisit', { householdId }),
  told('RecordOutcome', { householdId, outcome: fc.constantFrom('exited', 'relapsed'), people: fc.constant(3) }),
  { weight: 1, arbitrary: told('CompleteAgreement', {}) },
)

const steps = fc
  .array(fc.tuple(asked, fc.nat(days.length - 1)), { minLength: 5, maxLength: 40, size: 'max' })
  .map((entries) => [sign, ...entries.sort(([, a], [, b]) => a - b).map(([ask, at]) => ask(days[at] ?? days[0]))])

/** Asserts it of generated histories, at least a tenth of which meet the refusal. */
const holds = (rule: string, test: (events: readonly Event[]) => boolean): void => {
  let [runs, met] = [0, 0]
  fc.assert(
    fc.property(steps, (commands) => {
      const { events, refusals } = runCommands(Agreement.aggregate, commands)
      runs += 1
      if (refusals.includes(rule)) met += 1
      return test(events)
    }),
    { numRuns: 300 },
  )
  expect(met / runs).toBeGreaterThanOrEqual(0.1)
}

/** People by household after each event, from the events alone. */
const carried = (events: readonly Event[]): readonly ReadonlyMap<string, number>[] => {
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

describe('whatever is asked of an agreement', () => {
  it('M4 never carries more people than its quota', () =>
    holds('M4', (events) => carried(events).every((placed) => total(placed) <= 10)))

  it('M6 never carries the own household', () =>
    holds('M6', (events) => placements(events).every(({ householdId }) => householdId !== 'own')))

  it('M8 places nobody after its last day', () =>
    holds('M8', (events) => placements(events).every(({ on }) => on <= '2019-05-31')))

  it('G5 nothing follows its end but visits and outcomes from before', () =>
    holds('G5', (events) => {
      const end = events.findIndex(({ type }) => type === 'AgreementCompleted')
      const endedOn = events[end]?.data.on ?? ''
      return (
        end < 0 ||
        events
          .slice(end + 1)
          .every(({ type, data }) => (type === 'VisitRecorded' || type === 'OutcomeRecorded') && data.on <= endedOn)
      )
    }))

  it('M10 its end names everybody who was still placed', () => {
    fc.assert(
      fc.property(steps, (commands) => {
        const { events } = runCommands(Agreement.aggregate, commands)
        const placed = carried(events)
        return events.every(
          ({ type, data }, at) =>
            type !== 'AgreementCompleted' ||
            [...data.households].sort().join() === [...(placed[at - 1]?.keys() ?? [])].sort().join(),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('every placement of a household is the next attempt', () => {
    fc.assert(
      fc.property(steps, (commands) => {
        const seen = new Map<string, number>()
        return placements(runCommands(Agreement.aggregate, commands).events).every(({ householdId, attempt }) => {
          const next = (seen.get(householdId) ?? 0) + 1
          seen.set(householdId, attempt)
          return attempt === next
        })
      }),
      { numRuns: 300 },
    )
  })

  it('G7 what still holds is not said again', () => {
    const status = steps.map((commands) => commands.filter(({ command }) => command.type !== 'RecordVisit'))
    fc.assert(
      fc.property(status, (commands) => repeatsAreRedundant(Agreement.aggregate, commands, '2019-07-01')),
      { numRuns: 300 },
    )
  })

  it('decides on the fold of any events whatever', () => {
    const events = steps.chain((commands) =>
      fc.shuffledSubarray([...runCommands(Agreement.aggregate, commands).events]),
    )
    const given = { ...Agreement.decider.absentViews, id: agreementId, recordedOn: day('2019-12-31') }
    fc.assert(
      fc.property(events, asked, (before, ask) => {
        const command = parseCommand(Agreement.aggregate, ask('2018-08-01').command)
        const state = before.reduce(Agreement.decider.evolve, Agreement.decider.initialState)
        return ['Left', 'Right'].includes(decide(Agreement.aggregate, command, state, given)._tag)
      }),
      { numRuns: 300 },
    )
  })
})
