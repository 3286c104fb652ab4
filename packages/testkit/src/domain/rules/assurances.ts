// G1, G2 and G4: tried on an engine in memory. Each assurance must also detect made-up observations that break it.
import { assurances, type CommandInput, chadian2018 } from '@skein/core'
import type { Domain } from '@skein/kernel'
import fc from 'fast-check'
import { anyCommand } from '../arbitraries.js'
import { generatedHistory } from '../generated-history.js'
import {
  commandIdOf,
  copiedEngine,
  engineStarter,
  eventCount,
  type StartedEngine,
  send,
  totalsOf,
} from './engine-trials.js'
import type { PropertyCoverage } from './property-coverage.js'
import type { AnyProofOptions } from './run-case.js'

export type AssuranceId = keyof typeof assurances

/** An engine after a history, any further command, and a number to choose with. */
interface Trial extends StartedEngine {
  readonly next: CommandInput
  readonly choice: number
}

const expectKept = (evidence: unknown): void => {
  if (evidence !== undefined) throw new Error(`it does not hold: ${JSON.stringify(evidence)}`)
}
const expectDetected = (evidence: unknown): void => {
  if (evidence === undefined) throw new Error('it does not detect an observation that breaks it')
}

/** Each throws if the assurance is not kept or detects nothing; gives whether the trial had anything to do with it. */
const trials: Readonly<Record<AssuranceId, (trial: Trial) => Promise<boolean>>> = {
  G1: async ({ engine, next }) => {
    const { G1 } = assurances
    const before = await eventCount(engine)
    const refused = (await send(engine, next, 'next')).rule !== undefined
    expectKept(G1.holds({ refused, before, after: await eventCount(engine) }))
    expectDetected(G1.holds({ refused: true, before, after: before + 1 }))
    return refused
  },
  G2: async ({ engine, sent, next, choice }) => {
    const { G2 } = assurances
    const index = choice % sent.length
    const command = sent[index] ?? next
    const commandId = commandIdOf(index)
    const sameContent = { otherContent: false, refused: false }
    const written = await eventCount(engine)
    const first = await send(engine, command, commandId)
    const again = await send(engine, command, commandId)
    // a command that wrote nothing is decided again, not repeated
    if (!first.duplicate) return false
    expectKept(G2.holds({ ...sameContent, first, again, added: (await eventCount(engine)) - written }))
    // sound: the same command on another day
    const other = { ...command, data: { ...command.data, on: '2030-11-30' } } as CommandInput
    const refused = (await send(engine, other, commandId)).rule !== undefined
    expectKept(G2.holds({ first, again, added: (await eventCount(engine)) - written, otherContent: true, refused }))
    expectDetected(G2.holds({ ...sameContent, first, again, added: 1 }))
    expectDetected(G2.holds({ ...sameContent, first, again: { ...again, revision: 99 }, added: 0 }))
    expectDetected(G2.holds({ ...sameContent, first, again, added: 0, otherContent: true }))
    return true
  },
  G4: async ({ engine, next }) => {
    const { G4 } = assurances
    const erasing = await copiedEngine(engine)
    for (const person of ['journey-t1', 'journey-t2', 'household-h1', 'instructor-i1']) await erasing.forget(person)
    // a forgotten person may be nominated or described again, so such a command may be decided differently
    const isPersonal = 'personal' in next.data || 'note' in next.data
    const kept = isPersonal ? {} : await send(engine, next, 'next')
    expectKept(G4.holds({ kept, erased: isPersonal ? {} : await send(erasing, next, 'next') }))
    expectKept(G4.holds({ kept: await totalsOf(engine), erased: await totalsOf(erasing) }))
    expectDetected(G4.holds({ kept, erased: { ...kept, rule: 'another' } }))
    return !isPersonal
  },
}

/** Proves that an assurance holds for an engine after any history and for any further command. */
export const runAssurance = async (
  id: AssuranceId,
  { runs = 200, seed, policy = chadian2018 }: AnyProofOptions,
  domain: Domain,
): Promise<PropertyCoverage> => {
  const start = engineStarter(policy, domain)
  const coverage = { runs: 0, forbidden: 0 }
  await fc.assert(
    fc.asyncProperty(
      generatedHistory({ domain, policy, maxLength: 4 }),
      // sound: the engine of the trial is sent any command of its domain
      anyCommand({ domain: domain as Domain<CommandInput> }),
      fc.nat(),
      async (history, next, choice) => {
        coverage.runs += 1
        if (await trials[id]({ ...(await start(history)), next, choice })) coverage.forbidden += 1
      },
    ),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  )
  return coverage
}
