// A stream that lost events on the server never leads to a decision or a figure: random cuts of the streams of a programme.
import { randomUUID } from 'node:crypto'
import { domain } from '@skein/core'
import {
  catchUp,
  check,
  codecOf,
  createRuntime,
  openMemory,
  quarantine,
  type Runtime,
  rebuild,
  type Storage,
  verifyLog,
} from '@skein/engine'
import { type AnyCommand, commandOfEntry, partsOf } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyOf, documentsOf, masterKey, type Programme, recordProgramme } from './programme.js'
import type { Log } from './simulator/log.js'
import type { ServerVersion } from './simulator/statuses.js'

const numRuns = Number(process.env.SKEIN_RUNS ?? 6)

/** What an operator, or a default of the server, does to a stream. */
interface Cut {
  readonly stream: number
  readonly how: 'hide the first' | 'keep the last' | 'hide all' | 'delete' | 'delete for good'
  /** How many events are hidden, or kept. */
  readonly count: number
}

const cuts: fc.Arbitrary<readonly Cut[]> = fc.array(
  fc.record({
    stream: fc.nat(10_000),
    how: fc.constantFrom('hide the first', 'keep the last', 'hide all', 'delete', 'delete for good'),
    count: fc.integer({ min: 1, max: 6 }),
  }),
  { minLength: 1, maxLength: 4 },
)

const cutStream = (log: Log, stream: string, { how, count }: Cut): void => {
  if (how === 'delete' || how === 'delete for good') log.remove(stream, how === 'delete for good')
  else
    log.setMetadata(stream, how === 'keep the last' ? { $maxCount: count } : { $tb: how === 'hide all' ? 99 : count })
}

/** Whether the server no longer returns the stream from its beginning. */
const hasLostEvents = (log: Log, stream: string): boolean => {
  const visible = log.visible(stream)
  return typeof visible === 'string' || visible[0]?.revision !== 0
}

let programme: Programme
/** Each as the event that it records would be entered again, with its stream. */
let commands: readonly { readonly stream: string; readonly command: AnyCommand }[]
/** Those with several events. */
let streams: readonly string[]
let expected: readonly unknown[]
let uncut: Storage
const runtimeOf = (storage: Storage): Runtime => createRuntime(domain, storage, { masterKey })

/** What each command would do now, without recording it. */
const decisionsOn = async (storage: Storage, runtime = runtimeOf(storage)): Promise<readonly unknown[]> => {
  const decisions: unknown[] = []
  for (const { command } of commands) {
    const decided = await runtime.execute(command, { commandId: randomUUID(), actor: 'clerk-1', dryRun: true })()
    decisions.push(comparable(decided))
  }
  return decisions
}

/** Without what differs between two stores. */
const comparable = (decided: E.Either<unknown, object>): unknown => {
  if (E.isRight(decided)) return { ...decided.right, position: '' }
  const { left } = decided
  const isDamaged = JSON.stringify(left).includes('"fault":"corrupt"')
  return isDamaged ? 'damaged' : left
}

beforeAll(async () => {
  programme = await recordProgramme()
  const { decode } = codecOf(domain)
  const aggregates = new Map(domain.aggregates.map((aggregate) => [aggregate.name, aggregate]))
  // every fifth event
  commands = programme.log
    .filter((_, index) => index % 5 === 0)
    .flatMap((stored) => {
      const { stream } = stored
      const aggregate = aggregates.get(partsOf(stream).aggregate)
      const command = aggregate && commandOfEntry(aggregate, stream, [decode(stored)])
      return command === undefined ? [] : [{ stream, command }]
    })
  streams = programme.streams.filter((stream) => programme.log.some((one) => one.stream === stream && one.revision > 0))
  uncut = { ...openMemory(), keys: programme.keys }
  for (const event of programme.log)
    await uncut.events.append(event.stream, [event], event.revision === 0 ? 'none' : event.revision - 1)()
  // encrypted values cannot be sent again
  const all = await decisionsOn(uncut)
  const isSendable = (_: unknown, index: number) => !JSON.stringify(all[index]).includes('"Invalid"')
  commands = commands.filter(isSendable)
  expected = all.filter(isSendable)
  expect(expected.filter((decision) => decision === 'damaged')).toEqual([])
})

const run = fc.record({
  cuts,
  version: fc.constantFrom<ServerVersion>(22, 23, 24),
  isReadBefore: fc.boolean(),
  isScavenged: fc.boolean(),
})

/** The documents that a log without some streams gives. */
const documentsWithout = async (without: ReadonlySet<string>): Promise<unknown> => {
  const storage = openMemory()
  const next = new Map<string, number>()
  for (const event of programme.log) {
    if (without.has(event.stream)) continue
    const revision = next.get(event.stream) ?? -1
    await storage.events.append(event.stream, [event], revision < 0 ? 'none' : revision)()
    next.set(event.stream, revision + 1)
  }
  await rebuild(domain, storage)
  return documentsOf(storage)
}

describe('streams that lost events on the server', () => {
  it('lead to no figure: read models pass over them, as if they had never been', { timeout: 1_800_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(run, async ({ cuts: chosen, version, isReadBefore, isScavenged }) => {
        const copy = await copyOf(programme, { version })
        try {
          const { storage, events, simulator } = copy
          const { log } = simulator
          if (isReadBefore) await catchUp(domain, storage)
          for (const cut of chosen) cutStream(log, streams[cut.stream % streams.length] ?? '', cut)
          if (isScavenged) log.scavenge()
          const lost = new Set(streams.filter((stream) => hasLostEvents(log, stream)))
          const built = { ...storage, readModels: openMemory().readModels }
          const { findings } = await rebuild(domain, built)
          expect(new Set(findings.map(({ stream }) => stream))).toEqual(lost)
          expect(await documentsOf(built)).toEqual(await documentsWithout(lost))
          const { entries } = await quarantine(domain, built)
          expect(new Set(entries.map(({ stream }) => stream))).toEqual(lost)
          // what was built before is right, and stays
          if (isReadBefore) {
            await catchUp(domain, storage).catch((error: unknown) =>
              expect(error).toMatchObject({ _tag: 'ProjectionError' }),
            )
            expect(await documentsOf(storage)).toEqual(await documentsWithout(new Set()))
          }
          const found = (await verifyLog(domain, events.readAll(), { events })).findings
          expect([...lost].filter((stream) => !found.some((finding) => finding.stream === stream))).toEqual([])
          const first = check(domain, events).next()
          if (lost.size > 0) await expect(first).rejects.toMatchObject({ fault: 'corrupt' })
          else await first
        } finally {
          await copy.stop()
        }
      }),
      { numRuns },
    )
  })

  it('lead to no decision, whether they were read before or not', { timeout: 1_800_000 }, async () => {
    const found = { damaged: 0 }
    await fc.assert(
      fc.asyncProperty(run, async ({ cuts: chosen, version, isReadBefore, isScavenged }) => {
        const copy = await copyOf(programme, { version })
        try {
          const runtime = runtimeOf(copy.storage)
          if (isReadBefore) expect(await decisionsOn(copy.storage, runtime)).toEqual(expected)
          const { log } = copy.simulator
          for (const cut of chosen) cutStream(log, streams[cut.stream % streams.length] ?? '', cut)
          if (isScavenged) log.scavenge()
          const decisions = await decisionsOn(copy.storage, runtime)
          for (const [index, { stream, command }] of commands.entries()) {
            const decision = decisions[index]
            if (decision === 'damaged') found.damaged += 1
            // what was read before the cut is known
            else expect(decision, `${stream} ${JSON.stringify(command)}`).toEqual(expected[index])
            if (!isReadBefore && hasLostEvents(log, stream)) expect(decision, stream).toBe('damaged')
          }
        } finally {
          await copy.stop()
        }
      }),
      { numRuns },
    )
    expect(found.damaged).toBeGreaterThan(numRuns)
  })
})
