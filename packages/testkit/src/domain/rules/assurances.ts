// G1, G2 and G4: shown on what an engine in memory does, and on what it would be wrong to do.
import { assurances, type CommandInput, chadian2018, domain } from '@skein/core'
import { createRuntime, openMemory, type Runtime } from '@skein/engine'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { anyCommand } from '../arbitraries.js'
import { type GeneratedHistory, generatedHistory } from '../histories.js'
import { playable } from '../scenario.js'
import { Stages } from '../stages.js'
import type { Shown } from './property-coverage.js'
import type { ShowOptions } from './run-case.js'

export type AssuranceId = keyof typeof assurances

/** A programme that an engine was told, and what comes next. */
interface Trial {
  readonly runtime: Runtime<CommandInput>
  /** Told before, each under the id `command-<place>`. */
  readonly told: readonly CommandInput[]
  readonly next: CommandInput
  readonly at: number
}

// any 32 bytes will do: the envelopes are never opened
const masterKey = btoa('for tests, 32 bytes and no more.')

const started = async (told: readonly CommandInput[]): Promise<Runtime<CommandInput>> => {
  const runtime = createRuntime(domain, openMemory(), { clock: () => new Date('2030-12-31T04:00:00Z'), masterKey })
  for (const [at, command] of told.entries()) {
    await ask(runtime, command, `command-${at}`)
    await runtime.settle({ projections: false })
  }
  return runtime
}

/** The answer, without what differs from one engine to the next. */
const ask = async (runtime: Runtime<CommandInput>, command: CommandInput, commandId: string) => {
  const answer = await runtime.execute(command, { commandId, actor: 'clerk' })()
  if (E.isLeft(answer))
    return { rule: answer.left._tag === 'Rejected' ? answer.left.rejection.rule : answer.left._tag, wrote: false }
  const { stream, revision, events, duplicate } = answer.right
  return { stream, revision, events: events.map(({ type }) => type), duplicate, wrote: events.length > 0 }
}

const countOf = async ({ storage }: Runtime<CommandInput>): Promise<number> => (await storage.events.count()) ?? 0

const held = (evidence: unknown): void => {
  if (evidence !== undefined) throw new Error(`it does not hold: ${JSON.stringify(evidence)}`)
}
const objected = (evidence: unknown): void => {
  if (evidence === undefined) throw new Error('it lets through what it is there to find')
}

/** Each throws where it is not kept, or lets pass what it should not; gives whether the trial was about something. */
const trials: Readonly<Record<AssuranceId, (trial: Trial) => Promise<boolean>>> = {
  G1: async ({ runtime, next }) => {
    const { G1 } = assurances
    const before = await countOf(runtime)
    const refused = (await ask(runtime, next, 'next')).rule !== undefined
    held(G1.holds({ refused, before, after: await countOf(runtime) }))
    objected(G1.holds({ refused: true, before, after: before + 1 }))
    return refused
  },
  G2: async ({ runtime, told, next, at }) => {
    const { G2 } = assurances
    const place = at % told.length
    const command = told[place] ?? next
    const seen = { otherContent: false, refused: false }
    const written = await countOf(runtime)
    const first = await ask(runtime, command, `command-${place}`)
    const again = await ask(runtime, command, `command-${place}`)
    // what wrote nothing the first time is no repeat: it is decided anew
    if (!first.duplicate) return false
    held(G2.holds({ ...seen, first, again, added: (await countOf(runtime)) - written }))
    // sound: the same command but for its day
    const other = { ...command, data: { ...command.data, on: '2030-11-30' } } as CommandInput
    const refused = (await ask(runtime, other, `command-${place}`)).rule !== undefined
    held(G2.holds({ first, again, added: (await countOf(runtime)) - written, otherContent: true, refused }))
    objected(G2.holds({ ...seen, first, again, added: 1 }))
    objected(G2.holds({ ...seen, first, again: { ...again, revision: 99 }, added: 0 }))
    objected(G2.holds({ ...seen, first, again, added: 0, otherContent: true }))
    return true
  },
  G4: async ({ runtime, told, next }) => {
    const { G4 } = assurances
    const other = await started(told)
    for (const person of ['journey-t1', 'journey-t2', 'household-h1', 'instructor-i1']) await other.forget(person)
    // the forgotten may be nominated anew, and described anew
    const isPersonal = 'personal' in next.data || 'note' in next.data
    const kept = isPersonal ? {} : await ask(runtime, next, 'next')
    held(G4.holds({ kept, erased: isPersonal ? {} : await ask(other, next, 'next') }))
    held(G4.holds({ kept: await totals(runtime), erased: await totals(other) }))
    objected(G4.holds({ kept, erased: { ...kept, rule: 'another' } }))
    return !isPersonal
  },
}

const totals = async (runtime: Runtime<CommandInput>): Promise<unknown> => {
  await runtime.settle()
  const pages = await Promise.all(
    ['journeyFunnel', 'rotationCoverage', 'facultyPool', 'supportLedger'].map((name) => runtime.read(name).list()),
  )
  return pages.map(({ items }) => items)
}

const programme = ({ policy = chadian2018 }: ShowOptions) => {
  const { stages } = new Stages(playable(policy)).programme
  // sound: the object's own keys, in the order in which they are written
  const names = Object.keys(stages) as (keyof typeof stages)[]
  return ({ from, commands }: GeneratedHistory): readonly CommandInput[] => [
    ...names.slice(0, names.indexOf(from) + 1).flatMap((name) => stages[name]),
    ...commands,
  ]
}

/** Shows that an assurance holds of what an engine does with any programme and any command after it. */
export const showAssurance = async (id: AssuranceId, options: ShowOptions = {}): Promise<Shown> => {
  const { runs = 200, seed } = options
  const toldBy = programme(options)
  const shown = { runs: 0, forbidden: 0 }
  await fc.assert(
    fc.asyncProperty(
      generatedHistory({ maxLength: 4, ...(options.policy && { policy: options.policy }) }),
      anyCommand(),
      fc.nat(),
      async (history, next, at) => {
        const told = toldBy(history)
        shown.runs += 1
        if (await trials[id]({ runtime: await started(told), told, next, at })) shown.forbidden += 1
      },
    ),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  )
  return shown
}
