// The engine with its processes, and the model, told the same: their answers, and what stands in every stream.
import { type CommandInput, domain } from '@skein/core'
import { canonical, codecOf, createRuntime, metadataOf, openMemory, type Runtime, type Storage } from '@skein/engine'
import {
  type AnyCommand,
  type AnyEvent,
  addDays,
  builtInRules,
  day,
  emptyHistory,
  extendHistory,
  type HistoryEntry,
  partsOf,
  streamOf,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { lookupOf } from '../../src/domain/domain-lookup.js'
import { copiedStore } from '../../src/domain/rules/copied-store.js'
import { withoutAttempts } from '../histories/attempts.js'
import type { ModelEntry } from '../histories/model-log.js'
import { type Answer, TwoTimesModel } from '../histories/two-times-model.js'
import { killedAfter } from './killed-store.js'

const today = day('2030-12-31')
const start = Date.parse('2030-12-31T04:00:00Z')
let ticks = 0
/** Later at every call, so that what is entered later stands later in its day, in whatever stream. */
const clock = () => {
  ticks += 1
  return new Date(start + ticks)
}
const masterKey = Buffer.alloc(32, 7).toString('base64')
const rules = { ...builtInRules, ...domain.builtInRules }
const laterEntries = rules.laterEntries.id
const amendment = { reason: 'typing error', by: { role: 'base', id: 'clerk' }, on: '2030-12-01' }

/** What people do: enter a command, or annul or correct one of their entries that stand, counted from the newest. */
export type Step =
  | { readonly do: 'enter'; readonly command: CommandInput }
  | { readonly do: 'annul'; readonly entry: number }
  | { readonly do: 'correct'; readonly entry: number; readonly days: number; readonly figure: number }

/** What is put right in an entry: a figure, or its day. */
export const correctionOf = (
  { data }: AnyCommand,
  { days, figure }: { readonly days: number; readonly figure: number },
): object => ({
  ...('people' in data && data.people !== figure ? { people: figure } : {}),
  ...('quotaPeople' in data && data.quotaPeople !== figure + 3 ? { quotaPeople: figure + 3 } : {}),
  ...('score' in data && data.score !== figure * 10 ? { score: figure * 10 } : {}),
  ...(days === 0 || 'people' in data || 'score' in data ? {} : { on: addDays(data.on, days) }),
})

const lookup = lookupOf(domain)
const codec = codecOf(domain)
const modelOf = (): TwoTimesModel =>
  new TwoTimesModel({
    aggregateOf: lookup.aggregateOf,
    targetOf: ({ type, data }) => {
      for (const { name, commands } of domain.aggregates) {
        const target = commands[type]?.target
        if (target !== undefined) return streamOf(name, String(Reflect.get(data, target)))
      }
      throw new Error(`no command ${type}`)
    },
    processes: domain.processes,
    rules,
    today,
    elsewhere: () => undefined,
    holds: () => true,
  })

/** Both of them after the same commands, to copy. */
export interface Start {
  readonly storage: Storage
  readonly model: TwoTimesModel
}

export const startOf = async (storage: Storage, commands: readonly CommandInput[]): Promise<Start> => {
  const runtime = runtimeOn(storage)
  const model = modelOf()
  for (const [at, command] of commands.entries()) {
    const result = await runtime.execute(command, { commandId: `start-${at}`, actor: 'clerk' })()
    if (E.isLeft(result)) throw new Error(`${JSON.stringify(command)}: ${JSON.stringify(result.left)}`)
    await runtime.settle({ projections: false })
    const answer = model.enter(lookup.addressed(command).command)
    if (answer.kind !== 'recorded') throw new Error(`${JSON.stringify(command)}: ${JSON.stringify(answer)}`)
  }
  return { storage, model }
}

const runtimeOn = (storage: Storage): Runtime<CommandInput> =>
  // sound: the domain is that of the commands
  createRuntime(domain, storage, { clock, masterKey }) as unknown as Runtime<CommandInput>

/** The engine and the model, side by side. */
export class EngineAndModel {
  readonly #storage: Storage
  #runtime: Runtime<CommandInput>
  readonly #model: TwoTimesModel
  readonly #lagging: Runtime<CommandInput>
  #ids = 0

  private constructor(storage: Storage, model: TwoTimesModel) {
    this.#storage = storage
    this.#runtime = runtimeOn(storage)
    this.#lagging = runtimeOn({ ...storage, name: storage.name, readModels: openMemory().readModels })
    this.#model = model
  }

  static async from({ storage, model }: Start): Promise<EngineAndModel> {
    return new EngineAndModel(await copiedStore(storage), model.fork())
  }

  get storage(): Storage {
    return this.#storage
  }

  /** Does the same with both; `undefined` where there is nothing to do it with. */
  async do(step: Step): Promise<{ readonly engine: Answer; readonly model: Answer } | undefined> {
    const prepared = await this.#prepare(step)
    if (prepared === undefined) return undefined
    const engine = await prepared.inEngine(this.#runtime)
    await this.settle()
    return { engine, model: prepared.inModel() }
  }

  /**
   * Does the same with both, but the process of the engine ends before so many writes are made; another one goes on.
   *
   * @returns whether anything of it was recorded before that
   */
  async doKilled(step: Step, writes: number): Promise<'not begun' | 'begun' | 'not killed' | undefined> {
    const prepared = await this.#prepare(step)
    if (prepared === undefined) return undefined
    const killed = killedAfter(this.#storage, writes)
    const runtime = runtimeOn(killed.storage)
    const working = async (): Promise<'not killed'> => {
      await prepared.inEngine(runtime)
      await runtime.settle({ projections: false })
      return 'not killed'
    }
    const before = await this.#storage.events.count()
    const end = await Promise.race([working(), killed.end])
    const isBegun = (await this.#storage.events.count()) !== before
    this.#runtime = runtimeOn(this.#storage)
    await this.settle()
    if (end === 'not killed' || isBegun) prepared.inModel()
    if (end === 'not killed') return end
    return isBegun ? 'begun' : 'not begun'
  }

  async #prepare(step: Step) {
    if (step.do === 'enter') {
      const { command } = step
      return {
        inEngine: async (runtime: Runtime<CommandInput>) => answerOf(await runtime.execute(command, this.#options())()),
        inModel: () => this.#model.enter(lookup.addressed(command).command),
      }
    }
    const own = this.#model.entries().filter((entry) => entry.cause === undefined && !isGiven(entry))
    const chosen = own.toSorted((a, b) => b.id - a.id)[step.entry % Math.max(1, own.length)]
    if (chosen === undefined) return undefined
    const index = this.#model.history(chosen.stream).indexOf(chosen)
    const { stream } = chosen
    const eventId = (await this.entries(stream))[index]?.id ?? ''
    if (step.do === 'annul')
      return {
        inEngine: async (runtime: Runtime<CommandInput>) =>
          amendedAs(await runtime.annul({ stream, eventId, ...amendment }, this.#options())()),
        inModel: () => this.#model.annul(chosen.id),
      }
    const data = correctionOf(chosen.command, step)
    if (Object.keys(data).length === 0) return undefined
    return {
      inEngine: async (runtime: Runtime<CommandInput>) =>
        amendedAs(await runtime.correct({ stream, eventId, ...amendment, data: { ...data } }, this.#options())()),
      inModel: () => this.#model.correct(chosen.id, data),
    }
  }

  async settle(): Promise<void> {
    await this.#runtime.settle({ projections: false })
  }

  /** Lets another reactor at work, with a checkpoint of its own that was moved the last time that this was called. */
  async settleLagging(): Promise<void> {
    await this.#lagging.settle({ projections: false })
  }

  #options() {
    this.#ids += 1
    return { commandId: `step-${this.#ids}`, actor: 'clerk' }
  }

  /** The standing entries of a stream in the engine, in history order. */
  async entries(stream: string): Promise<readonly HistoryEntry[]> {
    const recorded = []
    for await (const batch of this.#storage.events.readStream(stream))
      for (const stored of batch)
        recorded.push({
          event: codec.decode(stored),
          eventId: stored.eventId,
          revision: stored.revision,
          metadata: metadataOf(stored),
        })
    return extendHistory(emptyHistory, recorded, lookup.aggregateOf(stream)).entries
  }

  /** What stands in every stream, in both. */
  async standing() {
    const names = new Set<string>(this.#model.entries().map(({ stream }) => stream))
    for await (const batch of this.#storage.events.readAll()) for (const { stream } of batch) names.add(stream)
    const engine: Record<string, unknown> = {}
    const model: Record<string, unknown> = {}
    for (const stream of [...names].sort()) {
      const entries = await this.entries(stream)
      engine[stream] = comparable(
        stream,
        entries.map(({ events, contradictedBy, causedBy, point }) => ({
          events,
          contradictedBy: [...contradictedBy].sort(),
          ...(causedBy !== undefined && { answers: canonical([point.on, point.place.id, point.place.entry]) }),
        })),
      )
      model[stream] = comparable(
        stream,
        this.#model.history(stream).map(({ events, contradictedBy, cause, command, place }) => ({
          events,
          contradictedBy,
          ...(cause !== undefined && { answers: canonical([command.data.on, place]) }),
        })),
      )
    }
    return { engine, model }
  }
}

/** What is there from the start stays, and so do plans: what is booked for them is folded in the order of recording. */
const isGiven = ({ stream, command: { type } }: ModelEntry): boolean =>
  ['division', 'base', 'course', 'instructor', 'calendar'].includes(partsOf(stream).aggregate) ||
  ['PlanBatch', 'ScheduleSession'].includes(type)

interface Standing {
  readonly events: readonly AnyEvent[]
  readonly contradictedBy: readonly string[]
  /** Of what a process entered: its day, and what it follows from. Among such, the order is that of recording. */
  readonly answers?: string
}

/** Personal values are encrypted in the engine; the order of reservations is that of recording. */
const comparable = (stream: string, entries: readonly Standing[]): unknown => {
  const all = withoutAttempts(entries.map(({ events }) => events)).map((events, index) =>
    canonical({
      events: events.map(({ type, data }) => {
        const { personal: _, ...plain }: { on: string; personal?: unknown } = { ...data }
        return { type, data: plain }
      }),
      contradictedBy: entries[index]?.contradictedBy ?? [],
    }),
  )
  if (lookup.aggregateOf(stream).order === 'recorded') return all.sort()
  const groups: string[][] = []
  for (const [index, one] of all.entries()) {
    const { answers } = entries[index] ?? {}
    if (answers !== undefined && answers === entries[index - 1]?.answers) groups.at(-1)?.push(one)
    else groups.push([one])
  }
  return groups.map((group) => group.sort())
}

const amendedAs = (result: Parameters<typeof answerOf>[0]): Answer =>
  E.isRight(result) ? { kind: 'recorded' } : answerOf(result)

const answerOf = (result: E.Either<unknown, { readonly events: readonly unknown[] }>): Answer => {
  if (E.isRight(result)) return { kind: result.right.events.length > 0 ? 'recorded' : 'duplicate' }
  // sound: the errors of `execute` have a tag, and a rejection its rule
  const left = result.left as { _tag: string; rejection?: { rule: string; evidence: Record<string, unknown> } }
  if (left.rejection === undefined) throw new Error(JSON.stringify(left))
  const { rule, evidence } = left.rejection
  return { kind: 'refused', rule, by: rule === laterEntries ? String(evidence.rule) : rule }
}
