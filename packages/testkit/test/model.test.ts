// The whole of it in memory: commands, processes, live read models, crashes, rebuilds, repeats, in any order. At the end
// what is live, what is rebuilt and what is folded naively say the same.
import { type CommandInput, chadian2018, domain } from '@skein/core'
import { createRuntime, metadataOf, openMemory, type Runtime, rebuild, type Storage } from '@skein/engine'
import { day } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { generatedHistory } from '../src/domain/generated-history.js'
import { completePolicy, scenarioOf } from '../src/domain/scenario.js'
import { anyCommand, checkHistory } from '../src/domain.js'
import { type Logged, naively } from './naive.js'
import { runs } from './runs.js'

const today = day('2030-12-31')
const clock = () => new Date('2030-12-31T04:00:00Z')
const masterKey = Buffer.alloc(32, 7).toString('base64')
const { stages } = scenarioOf(completePolicy(chadian2018))

type Step =
  | { readonly do: 'say'; readonly command: CommandInput }
  | { readonly do: 'settle' | 'project' | 'crash' | 'rebuild' | 'repeat' }

const step = fc.oneof(
  { weight: 2, arbitrary: anyCommand().map((command): Step => ({ do: 'say', command })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('settle', 'settle', 'project', 'crash', 'rebuild', 'repeat')
      // sound: one of the names above
      .map((name) => ({ do: name }) as Step),
  },
)

const answered = ['ReviewGate', 'CloseBatch', 'SignAgreement', 'PlaceHousehold']

/** What was done in a programme, with everything else that can happen in between. */
const story = fc
  .tuple(
    generatedHistory({ maxLength: 8 }),
    fc.array(step, { minLength: 5, maxLength: 30 }),
    fc.array(fc.nat(), { maxLength: 30 }),
  )
  .map(([{ from, commands }, steps, places]) => {
    // sound: the object's own keys, in the order in which they are written
    const names = Object.keys(stages) as (keyof typeof stages)[]
    const all = [...names.slice(0, names.indexOf(from) + 1).flatMap((name) => stages[name]), ...commands]
    const told = all.flatMap((command): Step[] => [
      { do: 'say', command },
      // what comes next needs what the processes do about these
      ...(answered.includes(command.type) ? [{ do: 'settle' } as const] : []),
    ])
    for (const [at, next] of steps.entries()) told.splice((places[at] ?? at) % (told.length + 1), 0, next)
    return told
  })

/** As long as it takes to fall over somewhere. */
const interrupted = async (runtime: Runtime<CommandInput>): Promise<void> => {
  const controller = new AbortController()
  const working = Promise.all([
    runtime.project({ signal: controller.signal }),
    runtime.react({ signal: controller.signal }),
  ])
  await Promise.resolve()
  controller.abort()
  await working
}

const logOf = async ({ events }: Storage): Promise<readonly Logged[]> => {
  const log: Logged[] = []
  for await (const batch of events.readAll())
    for (const stored of batch)
      log.push({
        stream: stored.stream,
        revision: stored.revision,
        // sound: written by the domain's own codec, at the versions of today
        event: { type: stored.type, data: JSON.parse(stored.data) },
        metadata: () => metadataOf(stored),
      })
  return log
}

const documents = async (runtime: Runtime<CommandInput>, name: string): Promise<ReadonlyMap<string, unknown>> => {
  const docs = new Map<string, unknown>()
  let cursor: string | undefined
  do {
    const page = await runtime.read(name).list({ today, limit: 1000, ...(cursor !== undefined && { cursor }) })
    for (const { key, doc } of page.items) docs.set(key, doc)
    cursor = page.cursor
  } while (cursor !== undefined)
  return docs
}

const plain = (docs: ReadonlyMap<string, unknown>): unknown =>
  JSON.parse(JSON.stringify([...docs].sort(([a], [b]) => (a < b ? -1 : 1))))

it(
  'live, rebuilt and naively folded read models agree, whatever happens on the way',
  () =>
    fc.assert(
      fc.asyncProperty(story, async (steps) => {
        const storage = openMemory()
        const start = () => createRuntime(domain, storage, { clock, masterKey })
        let runtime = start()
        const said: { readonly command: CommandInput; readonly commandId: string }[] = []
        for (const [at, next] of steps.entries()) {
          if (next.do === 'say') {
            const commandId = `command-${at}`
            said.push({ command: next.command, commandId })
            await runtime.execute(next.command, { commandId, actor: 'clerk' })()
          } else if (next.do === 'settle') await runtime.settle({ projections: false })
          else if (next.do === 'project') await runtime.settle()
          else if (next.do === 'crash') {
            await interrupted(runtime)
            runtime = start()
          } else if (next.do === 'rebuild') await rebuild(domain, storage, { batchSize: 7 })
          else {
            const before = await storage.events.count()
            for (const { command, commandId } of said.slice(-5)) {
              const again = await runtime.execute(command, { commandId, actor: 'clerk' })()
              if (E.isRight(again) && again.right.duplicate) continue
              // it wrote nothing the first time, so it is decided anew: nothing here has changed but the processes' work
              if (E.isRight(again)) expect(again.right.duplicate).toBe(false)
            }
            expect(await storage.events.count()).toBeGreaterThanOrEqual(before ?? 0)
          }
        }
        await runtime.settle()
        const log = await logOf(storage)
        const live = new Map<string, unknown>()
        for (const projection of domain.projections) {
          const shown = plain(await documents(runtime, projection.name))
          live.set(projection.name, shown)
          expect(shown, projection.name).toEqual(plain(naively(projection, log, today)))
        }
        await rebuild(domain, storage, { batchSize: 11 })
        for (const { name } of domain.projections)
          expect(plain(await documents(runtime, name)), name).toEqual(live.get(name))
        expect(await checkHistory(storage)).toEqual([])
        // everything again, by the ids that wrote: nothing is added
        const before = await storage.events.count()
        const wrote = new Set(log.map(({ metadata }) => metadata().commandId))
        for (const { command, commandId } of said)
          if (wrote.has(commandId)) await start().execute(command, { commandId, actor: 'clerk' })()
        expect(await storage.events.count()).toBe(before)
      }),
      { numRuns: runs },
    ),
  60_000 + runs * 300,
)
