// The engine against a naive fold: commands, processes, projections, crashes, rebuilds and repeated commands in any order.
// At the end the live, the rebuilt and the naively folded read models agree.
import { type CommandInput, chadian2018, domain } from '@skein/core'
import { createRuntime, metadataOf, openMemory, type Runtime, rebuild, type Storage } from '@skein/engine'
import { day } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { generatedHistory } from '../src/domain/generated-history.js'
import { completePolicy, scenarioOf } from '../src/domain/scenario.js'
import { anyCommand, checkHistory } from '../src/domain.js'
import { documentsOf } from '../src/simulation/check-read-models.js'
import { type LogEntry, naiveDocuments } from '../src/simulation/naive-documents.js'
import { runs } from './runs.js'

const today = day('2030-12-31')
const clock = () => new Date('2030-12-31T04:00:00Z')
const masterKey = Buffer.alloc(32, 7).toString('base64')
const { commandsUntil } = scenarioOf(completePolicy(chadian2018))

type Step =
  | { readonly do: 'send'; readonly command: CommandInput }
  | { readonly do: 'settle' | 'project' | 'crash' | 'rebuild' | 'repeat' }

const step = fc.oneof(
  { weight: 2, arbitrary: anyCommand().map((command): Step => ({ do: 'send', command })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('settle', 'settle', 'project', 'crash', 'rebuild', 'repeat')
      // sound: one of the names above
      .map((name) => ({ do: name }) as Step),
  },
)

/** Commands that the next ones of a scenario need the reactions of. */
const neededReactions = ['ReviewGate', 'CloseBatch', 'SignAgreement', 'PlaceHousehold']

/** The commands of a generated history, with other steps anywhere in between. */
const steps = fc
  .tuple(
    generatedHistory({ maxLength: 8 }),
    fc.array(step, { minLength: 5, maxLength: 30 }),
    fc.array(fc.nat(), { maxLength: 30 }),
  )
  .map(([{ from, commands }, others, indexes]) => {
    const all = [...commandsUntil(from), ...commands].flatMap((command): Step[] => [
      { do: 'send', command },
      ...(neededReactions.includes(command.type) ? [{ do: 'settle' } as const] : []),
    ])
    for (const [at, other] of others.entries()) all.splice((indexes[at] ?? at) % (all.length + 1), 0, other)
    return all
  })

interface SentCommand {
  readonly command: CommandInput
  readonly commandId: string
}

const send = (runtime: Runtime<CommandInput>, { command, commandId }: SentCommand) =>
  runtime.execute(command, { commandId, actor: 'clerk' })()

/** Projects and reacts until it is aborted somewhere. */
const interrupt = async (runtime: Runtime<CommandInput>): Promise<void> => {
  const controller = new AbortController()
  const working = Promise.all([
    runtime.project({ signal: controller.signal }),
    runtime.react({ signal: controller.signal }),
  ])
  await Promise.resolve()
  controller.abort()
  await working
}

/** Sends commands again. One that wrote nothing is decided again, so it may write now. */
const repeat = async (runtime: Runtime<CommandInput>, commands: readonly SentCommand[]): Promise<void> => {
  const { events } = runtime.storage
  const before = await events.count()
  for (const command of commands) {
    const again = await send(runtime, command)
    if (E.isRight(again) && again.right.duplicate) continue
    if (E.isRight(again)) expect(again.right.duplicate).toBe(false)
  }
  expect(await events.count()).toBeGreaterThanOrEqual(before ?? 0)
}

/** Runs the steps on a store; gives the commands that were sent. */
const run = async (storage: Storage, start: () => Runtime<CommandInput>, all: readonly Step[]) => {
  let runtime = start()
  const sent: SentCommand[] = []
  for (const [at, next] of all.entries()) {
    switch (next.do) {
      case 'send': {
        const command = { command: next.command, commandId: `command-${at}` }
        sent.push(command)
        await send(runtime, command)
        break
      }
      case 'settle':
        await runtime.settle({ projections: false })
        break
      case 'project':
        await runtime.settle()
        break
      case 'crash':
        await interrupt(runtime)
        runtime = start()
        break
      case 'rebuild':
        await rebuild(domain, storage, { batchSize: 7 })
        break
      case 'repeat':
        await repeat(runtime, sent.slice(-5))
    }
  }
  await runtime.settle()
  return { runtime, sent }
}

const logOf = async ({ events }: Storage): Promise<readonly LogEntry[]> => {
  const log: LogEntry[] = []
  for await (const batch of events.readAll())
    for (const stored of batch) {
      const metadata = metadataOf(stored)
      log.push({
        stream: stored.stream,
        eventId: stored.eventId,
        revision: stored.revision,
        // sound: written by the domain's own codec, in today's versions
        event: { type: stored.type, data: JSON.parse(stored.data) },
        metadata,
      })
    }
  return log
}

/** As JSON has them: fields that are `undefined` are absent. */
const asJson = (documents: ReadonlyMap<string, unknown>): unknown =>
  JSON.parse(JSON.stringify([...documents].sort(([a], [b]) => (a < b ? -1 : 1))))

it(
  'live, rebuilt and naively folded read models agree after any sequence of steps',
  () =>
    fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const storage = openMemory()
        const start = () => createRuntime(domain, storage, { clock, masterKey })
        const { runtime, sent } = await run(storage, start, all)
        const log = await logOf(storage)
        const live = new Map<string, unknown>()
        for (const projection of domain.projections) {
          const documents = asJson(await documentsOf(runtime, projection.name, today))
          live.set(projection.name, documents)
          expect(documents, projection.name).toEqual(asJson(naiveDocuments(domain, projection, log, today)))
        }
        await rebuild(domain, storage, { batchSize: 11 })
        for (const { name } of domain.projections)
          expect(asJson(await documentsOf(runtime, name, today)), name).toEqual(live.get(name))
        expect(await checkHistory(storage)).toEqual([])
        // every command that wrote, sent again to a new runtime, adds nothing
        const before = await storage.events.count()
        const wrote = new Set(log.map(({ metadata }) => metadata.commandId))
        const restarted = start()
        for (const command of sent) if (wrote.has(command.commandId)) await send(restarted, command)
        expect(await storage.events.count()).toBe(before)
      }),
      { numRuns: runs },
    ),
  60_000 + runs * 300,
)
