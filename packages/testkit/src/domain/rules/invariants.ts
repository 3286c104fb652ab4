// M7, M9 and M10: they hold in every programme that has settled, and a damaged log breaks them exactly if its events say so.
import { chadian2018 } from '@skein/core'
import { type Domain, type Invariant, partsOf } from '@skein/kernel'
import fc from 'fast-check'
import { checkHistory } from '../check-history.js'
import { type GeneratedHistory, generatedHistory } from '../generated-history.js'
import { parsedEvent } from '../history-event.js'
import { historyOf } from '../history-of.js'
import { viewsOf } from '../invariant-views.js'
import { completePolicy } from '../scenario.js'
import { ScenarioWorlds } from '../scenario-worlds.js'
import type { World } from '../world.js'
import { damaged } from './damaged-log.js'
import { holdsIn, type LogEntry, summaryOf } from './invariant-summary.js'
import type { PropertyCoverage } from './property-coverage.js'
import type { AnyProofOptions } from './run-case.js'

/** Proves that the invariant holds in settled programmes, and judges damaged logs as their events do. */
export const runInvariant = (invariant: Invariant, options: AnyProofOptions, domain: Domain): PropertyCoverage => {
  const { runs = 200, seed } = options
  const { id } = invariant
  const coverage = { runs: 0, forbidden: 0 }
  fc.assert(
    fc.property(busyProgramme(options, domain), fc.boolean(), fc.nat(), ({ world }, endsSome, choice) => {
      placeAndEnd(world, endsSome)
      const inSettled = invariant.violations(viewsOf(invariant, world))
      if (inSettled.length > 0) throw new Error(`${id} does not hold once settled: ${JSON.stringify(inSettled)}`)
      const { log, stream } = damaged(id, world.history(), choice)
      const isKept = holdsIn[id]?.(summaryOf(log)) ?? true
      coverage.runs += 1
      if (!isKept) coverage.forbidden += 1
      const found = invariant.violations(
        viewsOf(invariant, world, stream && { stream, state: foldOf(stream, log, domain) }),
      )
      if (isKept !== (found.length === 0))
        throw new Error(`${id} is ${isKept ? 'kept' : 'broken'} by the log, but reports ${JSON.stringify(found)}`)
      if (found.some(({ evidence }) => Object.keys(evidence).length === 0))
        throw new Error(`${id} needs evidence for its violations`)
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  )
  return coverage
}

/**
 * A programme in which agreements and placements begin and end, and everything is entered in the order of its days: what
 * is entered late may take back what other streams rest on.
 */
const busyProgramme = ({ policy = chadian2018 }: AnyProofOptions, domain: Domain): fc.Arbitrary<GeneratedHistory> =>
  generatedHistory({
    domain,
    policy,
    maxLength: 25,
    from: ['closed', 'mentoring', 'placed', 'placed'],
    isOnTime: true,
  })

/** Places a household under each agreement and, if `endsSome`, releases another and terminates the first agreement. */
const placeAndEnd = (world: World, endsSome: boolean): void => {
  world.settle()
  const on = '2028-05-01'
  const agreements = world.ids('agreement')
  for (const agreementId of agreements) {
    world.execute({ type: 'PlaceHousehold', data: { agreementId, householdId: 'h2', on } })
    world.settle()
    if (!endsSome) continue
    world.execute({ type: 'ReleaseHousehold', data: { agreementId, householdId: 'h1', reason: 'moved', on } })
    world.settle()
  }
  for (const agreementId of endsSome ? agreements.slice(0, 1) : [])
    world.execute({ type: 'TerminateAgreement', data: { agreementId, reason: 'agreed', on } })
  world.settle()
}

/** The state of a stream after the events of a log. */
const foldOf = (stream: string, log: readonly LogEntry[], domain: Domain): unknown => {
  const decider = domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)?.decider
  const events = log.filter((entry) => entry.stream === stream).map(({ event }) => event)
  return events.length === 0
    ? undefined
    : events.reduce((state, event) => decider?.evolve(state, event), decider?.initialState)
}

/** Worlds whose log ends in a violation, and the stream that it is reported for. */
const brokenWorlds = (
  worlds: ScenarioWorlds,
  domain: Domain,
): Readonly<Record<string, () => { readonly world: World; readonly stream: string }>> => ({
  M7: () => {
    const world = worlds.at('placed').must(worlds.scenario.signAgreement('a2', 't1'))
    const data = { householdId: 'h1', people: 1, attempt: 1, on: '2018-06-06' }
    world.force('agreement-a2', parsedEvent({ stream: 'agreement-a2', type: 'HouseholdPlaced', data }, domain))
    return { world, stream: 'household-h1' }
  },
  M9: () => {
    const world = worlds.at('leads')
    world.execute(worlds.scenario.signAgreement('a1', 't1'))
    return { world, stream: 'journey-t1' }
  },
  M10: () => {
    const world = worlds.at('placed')
    world.execute(
      worlds.scenario.command('TerminateAgreement', { agreementId: 'a1', reason: 'agreed', on: '2018-07-01' }),
    )
    return { world, stream: 'household-h1' }
  },
})

/** Proves that `checkHistory` finds the violation at the end of a log that breaks the invariant. */
export const runBrokenInvariant = async ({ id }: Invariant, domain: Domain): Promise<void> => {
  const worlds = new ScenarioWorlds(completePolicy(chadian2018, domain), domain)
  const broken = brokenWorlds(worlds, domain)[id]?.()
  if (broken === undefined) throw new Error(`There is no broken log for ${id}: add one.`)
  const violations = await checkHistory(historyOf(broken.world.log), { domain })
  if (violations.some(({ rule, stream }) => rule === id && stream === broken.stream)) return
  const found = violations.map(({ rule, stream }) => `${rule} at ${stream}`)
  throw new Error(`expected a violation of ${id} at ${broken.stream}, found ${found.join(', ') || 'none'}`)
}
