import { setImmediate as breathe } from 'node:timers/promises'
import type { Codec } from '../integrity/codec.js'
import type { Finding } from '../integrity/finding.js'
import type { Position, Storage, StoredEvent } from '../ports/index.js'
import type { GenerationBuilder } from '../projections/generation-builder.js'
import { LogPass } from '../projections/log-pass.js'
import { ProjectionError } from '../projections/projection-error.js'
import type { Locks } from './locks.js'
import { defaultPage, type RebuildOptions, type RebuildPlan } from './plan.js'
import { ProgressReporter } from './progress.js'
import { taken } from './promote.js'
import { verifierOf } from './verify.js'

/** How long work goes on without a checkpoint: milliseconds at least, and so many times what the last one took. */
const checkpointAfter = { least: 2000, times: 8 }
/** How long the event loop may be kept from timers and signals, in milliseconds. */
const breatheAfter = 40

/** How often what arrived meanwhile is read too, before handing over: a busy log has no end. */
const catchUpRounds = 3

type Outcome = 'done' | 'interrupted'

/** One run of a rebuild: reads to the end of the log, again while more arrives, and hands over what is filled. */
export class RebuildRun {
  /** Events read. */
  events = 0
  readonly #storage: Storage
  readonly #locks: Locks
  readonly #options: RebuildOptions
  readonly #pass: LogPass
  readonly #verify: ((event: StoredEvent) => void) | undefined
  #progress: ProgressReporter
  /** Read up to here; with `verify` from the very beginning, whatever is filled already. */
  #position: Position | undefined
  #committedAt = performance.now()
  #checkpointAfter = checkpointAfter.least
  #committedEvents = 0
  #breathedAt = performance.now()

  constructor(
    storage: Storage,
    codec: Codec,
    plan: RebuildPlan,
    fillings: readonly GenerationBuilder[],
    locks: Locks,
    options: RebuildOptions,
    onFinding: (finding: Finding) => void,
  ) {
    this.#storage = storage
    this.#locks = locks
    this.#options = options
    this.#progress = new ProgressReporter(undefined, undefined)
    this.#pass = new LogPass(fillings, {
      decode: codec.decode,
      events: storage.events,
      ...(plan.within === undefined ? {} : { within: plan.within }),
      onFinding: (finding) => {
        // read models without it would be wrong in silence
        if (finding.kind === 'unreadable' && !options.verify) throw new ProjectionError(finding)
        if (finding.kind !== 'unreadable') onFinding(finding)
      },
    })
    this.#position = options.verify ? undefined : this.#pass.position
    if (!options.verify) return
    const verifier = verifierOf(codec)
    this.#verify = (event) => verifier.check(event).forEach(onFinding)
  }

  /** @param handOver makes fillings live; gives those that have to catch up first */
  async toTheEnd(
    handOver: (filled: readonly GenerationBuilder[]) => Promise<readonly GenerationBuilder[]>,
  ): Promise<Outcome> {
    await this.#announce()
    let read: Position | undefined
    let rounds = 0
    for (;;) {
      const head = await this.#storage.events.head()
      const outcome = head === undefined ? 'done' : await this.#readTo(head)
      if (outcome === 'interrupted') return outcome
      if (outcome === 'again') continue
      rounds += 1
      const isAtEnd = head === read || rounds > catchUpRounds
      read = head
      if (!isAtEnd) continue
      const behind = await handOver(this.#pass.builders)
      if (behind.length === 0) break
    }
    this.#progress.report(this.events, this.#names, true)
    return 'done'
  }

  async #readTo(head: Position): Promise<Outcome | 'again'> {
    const { events } = this.#storage
    const { batchSize = defaultPage, signal, verify = false, knownAt } = this.#options
    const { types, readsMetadata } = this.#pass
    if (signal?.aborted) return 'interrupted'
    const pages =
      types.length === 0 && !verify
        ? []
        : events.readAll({
            ...(this.#position === undefined ? {} : { after: this.#position }),
            until: head,
            metadata: verify || knownAt !== undefined || readsMetadata,
            ...(verify ? {} : { types }),
            batchSize,
          })
    for await (const page of pages) {
      await this.#take(page)
      if (signal?.aborted) return (await this.#commit()) ? 'interrupted' : 'again'
      if (this.#isCheckpointDue && !(await this.#commit())) return 'again'
    }
    this.#pass.advance(head)
    this.#position = head
    return (await this.#commit()) ? 'done' : 'again'
  }

  async #take(page: readonly StoredEvent[]): Promise<void> {
    if (this.#verify !== undefined) page.forEach(this.#verify)
    await this.#pass.take(page)
    this.#position = page.at(-1)?.position ?? this.#position
    this.events += page.length
    this.#progress.report(this.events, this.#names)
    await this.#locks.renew()
    if (performance.now() - this.#breathedAt < breatheAfter) return
    await breathe()
    this.#breathedAt = performance.now()
  }

  get #isCheckpointDue(): boolean {
    const { checkpointEvery } = this.#options
    const since = this.events - this.#committedEvents
    if (checkpointEvery !== undefined) return since >= checkpointEvery
    return performance.now() - this.#committedAt >= this.#checkpointAfter || this.#pass.isOver
  }

  /** Whether everything is written; otherwise somebody else was at it, and reading starts again from where they are. */
  async #commit(): Promise<boolean> {
    const startedAt = performance.now()
    const stale = await this.#pass.commit()
    this.#committedAt = performance.now()
    this.#checkpointAfter = Math.max(checkpointAfter.least, checkpointAfter.times * (this.#committedAt - startedAt))
    this.#committedEvents = this.events
    if (stale.length === 0) return true
    for (const filling of stale) if ((await filling.reload()) === 'gone') throw taken([filling.projection.name])
    this.#pass.rewind()
    this.#position = this.#pass.position
    return false
  }

  async #announce(): Promise<void> {
    const { onProgress, verify } = this.#options
    if (onProgress === undefined) return
    const total = await this.#storage.events.count({
      ...(this.#position === undefined ? {} : { after: this.#position }),
      ...(verify ? {} : { types: this.#pass.types }),
    })
    this.#progress = new ProgressReporter(onProgress, total)
  }

  get #names(): readonly string[] {
    return this.#pass.builders.map(({ projection }) => projection.name)
  }
}
