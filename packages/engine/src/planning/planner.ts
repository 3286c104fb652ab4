import { type Day, hasTag, isHistoryEvent, type Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { processesOf } from '../checkpoints/process-checkpoint.js'
import { appendWithRetry } from '../commands/append-with-retry.js'
import type { AttemptContext } from '../commands/attempt-context.js'
import { releaseClaims } from '../commands/claims.js'
import type { Decision } from '../commands/decision.js'
import { rulesOf } from '../commands/domain-calls.js'
import { type ChangePlanner, type Executor, maxConflicts } from '../commands/executor.js'
import type { BundleError, ExecuteOptions, Outcome } from '../commands/outcome.js'
import type { AddressedCommand } from '../commands/parse.js'
import type { Appended, ReadModelStore } from '../ports/index.js'
import { isRecordedLate } from '../ports/late-events.js'
import { backOff } from '../primitives/backoff.js'
import { KeyedQueue } from '../primitives/keyed-queue.js'
import { ObserverIndex, type SeenFrom } from '../processes/observer-index.js'
import type { ProcessError } from '../processes/process-error.js'
import { PlanDescription } from './describe-plan.js'
import type { PlannedAppend } from './planned-events.js'
import { PlannedWorld } from './planned-world.js'
import { type Contradicted, changedStreams, judge, newlyContradicted } from './settled-plan.js'

type Results = readonly E.Either<BundleError, Outcome>[]
type Options = Pick<ExecuteOptions, 'dryRun' | 'limit' | 'expected'>

const defaultLimit = 1000

/** What a processless store has of the rows of the processes. */
const noRows: Pick<ReadModelStore, 'get' | 'list'> = {
  get: async () => new Map(),
  list: async () => ({ items: [] }),
}

/**
 * Plans changes of the past: what they reach is decided in all streams, and only if nothing that people entered is in the
 * way is it recorded, stream after stream, each after what it follows from. What others were faster with is left to the
 * processes, as after a crash.
 */
export class Planner implements ChangePlanner {
  readonly #context: AttemptContext
  readonly #reactsTo: ReadonlySet<string>
  readonly #queue = new KeyedQueue()
  #generation: { readonly id: string } | undefined

  constructor(context: AttemptContext) {
    this.#context = context
    this.#reactsTo = new Set(context.domain.processes.flatMap(({ on }) => on))
  }

  /** Whether a decision may reach what is recorded for later days, in its stream or another one. */
  readonly mustPlan = (
    { changes, isLate }: Decision,
    { aggregate, stream }: AddressedCommand,
    today: Day,
  ): boolean | Promise<boolean> => {
    if (changes.length === 0 || aggregate.order === 'recorded') return false
    if (isLate) return true
    let from: SeenFrom | undefined
    for (const { change } of changes) {
      if (change.kind !== 'entered') continue
      const on = change.events[0]?.data.on
      // what is dated today is on time everywhere
      if (on === undefined || on >= today) continue
      if (change.events.some(({ type }) => this.#reactsTo.has(type))) return true
      from ??= { on, place: change.place }
    }
    return from === undefined ? false : this.#isObservedFrom(stream, from)
  }

  plan(change: (planned: Executor) => Promise<Results>, options: Options): Promise<Results> {
    return this.#queue.run('plan', () => this.#plan(change, options))
  }

  async #plan(change: (planned: Executor) => Promise<Results>, options: Options): Promise<Results> {
    const { limit = defaultLimit, dryRun, expected } = options
    const { environment } = this.#context
    for (let conflicts = 0; ; ) {
      const world = await this.#begin()
      const results = await change(world.executor)
      if (results.some(E.isLeft) || world.events.appends.length === 0) return results
      const isSettled = await this.#settle(world, limit)
      if (isSettled === false) return refused(results, this.#tooMany(world.events.streams.size, limit))
      const { rejection, plan } = await examine(world)
      if (rejection !== undefined) return refused(results, rejection)
      const isAlone = isSettled === 'failed' || isOnTime(world)
      if (dryRun === true) {
        const [revision = -1] = world.events.streams.values()
        return results.map(E.map((outcome) => ({ ...outcome, ...plan, revision })))
      }
      const recorded = await this.#record(world, isAlone)
      if (recorded !== 'outdated') {
        if (E.isRight(recorded)) return results.map(E.map((outcome) => ({ ...outcome, ...plan, ...recorded.right })))
        if (recorded.left._tag !== 'Conflict') return results.map(() => recorded)
        conflicts += 1
        if (expected !== undefined || conflicts === maxConflicts) return results.map(() => recorded)
      }
      await backOff(environment, conflicts, 2)
    }
  }

  async #begin(): Promise<PlannedWorld> {
    const generation = await this.#processGeneration()
    const { readModels } = this.#context.storage
    return generation === undefined
      ? new PlannedWorld(this.#context, { id: '' }, noRows)
      : new PlannedWorld(this.#context, generation, readModels)
  }

  /**
   * Lets everything follow from what is planned; `false` if that is too much.
   *
   * @returns `failed` if a process failed at an entry that is on time: that is in nobody's way
   */
  async #settle(world: PlannedWorld, limit: number): Promise<boolean | 'failed'> {
    const [first] = world.events.appends
    try {
      return await world.settle(limit)
    } catch (error) {
      if (!hasTag<ProcessError>(error, 'ProcessError') || first === undefined || !isAppendOnTime(first)) throw error
      return 'failed'
    }
  }

  /**
   * Records the appends of a plan in the order in which they were planned, or the first one alone, which the processes
   * then react to. Gives the result of the first one.
   */
  async #record({ events, keys, streams }: PlannedWorld, isAlone: boolean) {
    if (!(await keys.record())) return 'outdated'
    const { storage, observe, environment } = this.#context
    let first: E.Either<BundleError, Appended> | undefined
    for (const { stream, events: planned, before } of events.appends) {
      const startedAt = environment.now()
      const appended = await appendWithRetry(storage.events, stream, planned, before, environment)
      observe?.({ kind: 'appended', events: planned.length, milliseconds: environment.now() - startedAt })
      first ??= appended
      const hash = planned.at(-1)?.hash
      if (E.isRight(appended) && hash !== undefined)
        this.#context.streams.adopt(streams, stream, { revision: appended.right.revision, hash })
      if (E.isLeft(appended) && appended.left._tag === 'Conflict')
        this.#context.streams.noteEnd(stream, appended.left.actual)
      // the processes do what is left: it is as after a crash
      if (E.isLeft(appended) || isAlone) break
    }
    if (first === undefined) throw new Error('a plan that records nothing was recorded')
    if (E.isRight(first)) await releaseClaims(() => keys.release(), environment)
    return first
  }

  async #isObservedFrom(stream: string, from: SeenFrom): Promise<boolean> {
    const generation = await this.#processGeneration()
    if (generation === undefined) return false
    for (const kind of ['decisions', 'answers'] as const) {
      const index = new ObserverIndex(this.#context.storage.readModels, kind)
      await index.load(generation, [stream])
      if (index.isObserved({ stream, from, revision: 0 })) return true
    }
    return false
  }

  async #processGeneration(): Promise<{ readonly id: string } | undefined> {
    if (this.#generation !== undefined) return this.#generation
    this.#generation = await processesOf(this.#context.storage.readModels)
    return this.#generation
  }

  #tooMany(streams: number, limit: number): Rejection {
    const { id, title } = rulesOf(this.#context.domain).planLimit
    return { rule: id, message: title, evidence: { streams, limit } }
  }
}

/** Whether all that follows in other streams is on time there: then the processes do it, as they do every day. */
const isOnTime = ({ events }: PlannedWorld): boolean => events.appends.slice(1).every(isAppendOnTime)

const isAppendOnTime = ({ events }: PlannedAppend): boolean =>
  events.every((event) => !isHistoryEvent(event) && !isRecordedLate(event.metadata))

/** Judges a settled plan, and describes it if it changes the past. */
const examine = async (world: PlannedWorld) => {
  const description = world.events.appends.every(isAppendOnTime) ? undefined : new PlanDescription()
  const contradicted: Contradicted[] = []
  for await (const changed of changedStreams(world)) {
    contradicted.push(...newlyContradicted(changed))
    description?.add(changed)
  }
  const { rejection, contradictions } = judge(contradicted, rulesOf(world.domain))
  return { rejection, plan: description === undefined ? {} : { plan: description.toPlan(contradictions) } }
}

/** The last command of a bundle is refused, and the others because of it. */
const refused = (results: Results, rejection: Rejection): Results =>
  results.map(() => E.left({ _tag: 'Rejected', rejection }))
