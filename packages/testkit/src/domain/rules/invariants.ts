// M7, M9 and M10: settled programmes keep them, and logs of which an event was lost or added may not.
import { chadian2018, domain } from '@skein/core'
import { type AnyEvent, type Invariant, partsOf, type ViewsByAggregate } from '@skein/kernel'
import fc from 'fast-check'
import { checkHistory } from '../check-history.js'
import { type GeneratedHistory, generatedHistory } from '../histories.js'
import { historyOf } from '../history-of.js'
import { playable } from '../scenario.js'
import { Stages } from '../stages.js'
import type { Recorded, World } from '../world.js'
import type { Shown } from './property-coverage.js'
import type { ShowOptions } from './run-case.js'

type Entry = Pick<Recorded, 'stream' | 'event'>
type Data = Readonly<Record<string, unknown>>

/** What the log itself says, read by hand: who mentors, which agreements run, whom they carry. */
const readByHand = (log: readonly Entry[]) => {
  const running = new Map<string, { readonly mentorId: string; readonly carried: Set<string> }>()
  const mentors = new Map<string, Set<string>>()
  const mentored = new Map<string, string>()
  const ended = new Set<string>()
  for (const { stream, event } of log) {
    const { id } = partsOf(stream)
    const data: Data = event.data
    const household = String(data.householdId)
    const agreement = String(data.agreementId)
    switch (event.type) {
      case 'AgreementSigned':
        running.set(id, { mentorId: String(data.mentorId), carried: new Set() })
        break
      case 'HouseholdPlaced':
        running.get(id)?.carried.add(household)
        break
      case 'PlacementDeclined':
      case 'HouseholdReleased':
        running.get(id)?.carried.delete(household)
        break
      case 'AgreementCompleted':
      case 'AgreementTerminated':
        running.delete(id)
        ended.add(id)
        break
      case 'MentoringStarted':
        mentors.set(id, (mentors.get(id) ?? new Set()).add(agreement))
        break
      case 'MentoringEnded':
        mentors.get(id)?.delete(agreement)
        break
      case 'MentorAccepted':
        mentored.set(id, agreement)
        break
      case 'MentorEnded':
        if (mentored.get(id) === agreement) mentored.delete(id)
        break
    }
  }
  return { running, mentors, mentored, ended }
}

type Reading = ReturnType<typeof readByHand>

/** Whether the log keeps the invariant, by hand. */
const keeps: Readonly<Record<string, (of: Reading) => boolean>> = {
  M7: ({ running }) => {
    const carried = [...running.values()].flatMap((agreement) => [...agreement.carried])
    return new Set(carried).size === carried.length
  },
  M9: ({ running, mentors }) =>
    [...new Set([...mentors.keys(), ...[...running.values()].map(({ mentorId }) => mentorId)])].every((person) => {
      const active = [...running].flatMap(([id, { mentorId }]) => (mentorId === person ? id : []))
      const under = mentors.get(person) ?? new Set()
      return active.length === under.size && active.every((id) => under.has(id))
    }),
  M10: ({ mentored, ended }) => [...mentored.values()].every((agreement) => !ended.has(agreement)),
}

/** The log, with one event of the kind that matters left out. */
const without = (log: readonly Entry[], types: readonly string[], at: number): readonly Entry[] => {
  const places = log.flatMap(({ event }, place) => (types.includes(event.type) ? place : []))
  const left = places[at % Math.max(places.length, 1)]
  return log.filter((_, place) => place !== left)
}

const vital: Readonly<Record<string, readonly string[]>> = {
  M7: ['HouseholdReleased', 'AgreementCompleted', 'AgreementTerminated', 'PlacementDeclined'],
  M9: ['MentoringStarted', 'MentoringEnded', 'AgreementTerminated', 'AgreementCompleted'],
  M10: ['MentorEnded'],
}

const overviewOf = (log: readonly Entry[], { views }: Invariant): ViewsByAggregate => {
  const states = new Map<string, unknown>()
  for (const { stream, event } of log) {
    const decider = domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)?.decider
    if (decider !== undefined) states.set(stream, decider.evolve(states.get(stream) ?? decider.initialState, event))
  }
  return Object.fromEntries(
    Object.entries(views).map(([name, view]) => [
      name,
      new Map(
        [...states].flatMap(([stream, state]) => {
          const { aggregate, id } = partsOf(stream)
          const seen = aggregate === name ? view(state) : undefined
          return seen === undefined ? [] : [[id, seen] as const]
        }),
      ),
    ]),
  )
}

/** A programme in which agreements come and go, and households with them. */
const busy = (options: ShowOptions): fc.Arbitrary<GeneratedHistory> => {
  const policy = options.policy ?? chadian2018
  return generatedHistory({ policy, maxLength: 25, from: ['closed', 'mentoring', 'placed', 'placed'] })
}

/** Ends of agreements and releases on top, so that there is something to lose. */
const endings = (world: World, ends: boolean): readonly Entry[] => {
  world.settle()
  const agreements = world.ids('agreement')
  const on = '2028-05-01'
  for (const agreementId of agreements) {
    world.execute({ type: 'PlaceHousehold', data: { agreementId, householdId: 'h2', on } })
    world.settle()
    if (!ends) continue
    world.execute({ type: 'ReleaseHousehold', data: { agreementId, householdId: 'h1', reason: 'moved', on } })
    world.settle()
  }
  for (const agreementId of agreements.slice(0, ends ? 1 : 0))
    world.execute({ type: 'TerminateAgreement', data: { agreementId, reason: 'agreed', on } })
  world.settle()
  return world.log
}

/** Shows that the invariant says of any log, settled or damaged, what the log says read by hand. */
export const showInvariant = (invariant: Invariant, options: ShowOptions = {}): Shown => {
  const { runs = 200, seed } = options
  const { id } = invariant
  const shown = { runs: 0, forbidden: 0 }
  fc.assert(
    fc.property(busy(options), fc.boolean(), fc.nat(), ({ world }, ends, at) => {
      const settled = endings(world, ends)
      const exceptions = invariant.violations(overviewOf(settled, invariant))
      if (exceptions.length > 0) throw new Error(`${id} does not hold once settled: ${JSON.stringify(exceptions)}`)
      // the same household under two agreements at once is what M7 forbids, so one is added
      const damaged = id === 'M7' ? twice(settled, at) : without(settled, vital[id] ?? [], at)
      shown.runs += 1
      const isKept = keeps[id]?.(readByHand(damaged)) ?? true
      if (!isKept) shown.forbidden += 1
      const found = invariant.violations(overviewOf(damaged, invariant))
      if (isKept !== (found.length === 0))
        throw new Error(`${id} is ${isKept ? 'kept' : 'broken'}, and says ${JSON.stringify(found)}`)
      if (found.some(({ evidence }) => Object.keys(evidence).length === 0)) throw new Error(`${id} gives no evidence`)
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  )
  return shown
}

/** Another agreement on top, that takes a household which another one may carry. */
const twice = (log: readonly Entry[], at: number): readonly Entry[] => {
  const signed = log.find(({ event }) => event.type === 'AgreementSigned')
  const carried = new Set([...readByHand(log).running.values()].flatMap((agreement) => [...agreement.carried]))
  const isCarried = ({ data }: AnyEvent) => carried.has(String((data as Data).householdId))
  const placements = log.filter(({ event }) => event.type === 'HouseholdPlaced')
  const mattering = placements.filter(({ event }) => isCarried(event))
  // one that is carried still, if there are any; now and then any at all, which M7 may allow
  const placed = mattering.length > 0 && at % 3 > 0 ? mattering : placements
  const placement = placed[at % Math.max(placed.length, 1)]
  if (signed === undefined || placement === undefined) return log
  const stream = 'agreement-another'
  return [...log, { stream, event: signed.event }, { stream, event: placement.event }]
}

const house = new Stages(playable(chadian2018))

/** A log that breaks it at its end, and the stream that it breaks in. */
const broken: Readonly<Record<string, (p: Stages['programme']) => { readonly world: World; readonly stream: string }>> =
  {
    M7: (p) => {
      const world = house.at('placed').must(p.sign('a2', 't1'))
      world.force('agreement-a2', placed)
      return { world, stream: 'household-h1' }
    },
    M9: (p) => {
      const world = house.at('leads')
      world.execute(p.sign('a1', 't1'))
      return { world, stream: 'journey-t1' }
    },
    M10: ({ say }) => {
      const world = house.at('placed')
      world.execute(say('TerminateAgreement', { agreementId: 'a1', reason: 'agreed', on: '2018-07-01' }))
      return { world, stream: 'household-h1' }
    },
  }

// sound: the schema of an event gives its type and data with a day
const placed = domain.aggregates
  .find(({ name }) => name === 'agreement')
  ?.events.HouseholdPlaced?.schema.parse({
    type: 'HouseholdPlaced',
    data: { householdId: 'h1', people: 1, attempt: 1, on: '2018-06-06' },
  }) as AnyEvent

/** Shows that `check` finds it at the end of a log that breaks it. */
export const showBrokenInvariant = async ({ id }: Invariant): Promise<void> => {
  const made = broken[id]?.(house.programme)
  if (made === undefined) throw new Error(`no broken log of ${id}`)
  const found = await checkHistory(historyOf(made.world.log))
  if (!found.some(({ rule, stream }) => rule === id && stream === made.stream))
    throw new Error(`expected ${id} at ${made.stream}, found ${found.map(({ rule }) => rule).join(', ') || 'nothing'}`)
}
