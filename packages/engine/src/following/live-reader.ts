import { skippedEvents } from '../checkpoints/skipped-events.js'
import { codecOf } from '../integrity/codec.js'
import { cutStreams } from '../integrity/cut-streams.js'
import type { Finding } from '../integrity/finding.js'
import type { Environment, Position, Storage, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import type { GenerationBuilder } from '../projections/generation-builder.js'
import { LogPass } from '../projections/log-pass.js'
import type { ReadModelDomain } from '../projections/read-model-domain.js'
import { defaultBatchSize } from '../rebuild/options.js'
import type { LiveBuilders } from './live-builders.js'
import type { FollowOptions } from './options.js'

/** After how many events the checkpoints of generations without changes are written too. */
const checkpointAfter = 1000
/** How long events that were read may wait to be written while there is a backlog, in milliseconds. */
const flushAfter = 250

/** Reads the log into the live generations. */
export class LiveReader {
  readonly #live: LiveBuilders
  readonly #storage: Storage
  readonly #domain: ReadModelDomain
  readonly #options: FollowOptions & { readonly environment: Environment }
  #eventsSinceCheckpoint = 0
  /** Streams that had lost events when this reader began. */
  #cut: ReturnType<typeof cutStreams> | undefined
  /** Events that were read and not yet written, and when the first of them was read. */
  #unwritten = { events: 0, since: 0 }

  readonly #onFinding: (finding: Finding) => void
  /** Builders that cannot go on. */
  readonly #toPause: [GenerationBuilder, Finding][] = []

  /** @param onFinding called for each stream, or read model, that is in quarantine from now on */
  constructor(
    live: LiveBuilders,
    storage: Storage,
    domain: ReadModelDomain,
    options: FollowOptions & { readonly environment: Environment },
    onFinding: (finding: Finding) => void,
  ) {
    this.#onFinding = onFinding
    this.#live = live
    this.#storage = storage
    this.#domain = domain
    this.#options = options
  }

  /** Reads everything that was recorded before the call. Returns the pass, for `tail` to continue. */
  async readToHead(signal: AbortSignal | undefined): Promise<LogPass> {
    const { events, readModels } = this.#storage
    const { decode } = codecOf(this.#domain)
    const head = await events.head()
    this.#cut ??= cutStreams(this.#domain, events)
    const cut = await this.#cut
    for (;;) {
      const pass = new LogPass(this.#live.builders, {
        decode,
        domain: this.#domain,
        events,
        skipped: await skippedEvents(readModels),
        onFinding: this.#onFinding,
        onPaused: (builder, finding) => this.#toPause.push([builder, finding]),
      })
      pass.quarantineCut(cut)
      if (head === undefined || (await this.#readTo(head, pass, signal))) return pass
    }
  }

  /** Applies events as they come, until the signal, or until other generations are live. */
  async tail(pass: LogPass, signal: AbortSignal): Promise<void> {
    if (pass.types.length === 0) return aborted(signal)
    for await (const batch of this.#storage.events.subscribe({ ...this.#readOptions(pass), signal })) {
      if (!(await this.#apply(pass, batch)) || !(await this.#flush(pass)) || (await this.#live.isOutdated())) return
    }
  }

  /** `false` if another process advanced or dropped a generation: then a new pass is needed. */
  async #readTo(head: Position, pass: LogPass, signal: AbortSignal | undefined): Promise<boolean> {
    if (pass.types.length === 0) return true
    const { now, nextTurn } = this.#options.environment
    let flushedAt = now()
    for await (const batch of this.#storage.events.readAll({ ...this.#readOptions(pass), until: head })) {
      if (signal?.aborted) return this.#flush(pass)
      if (!(await this.#apply(pass, batch))) return false
      await nextTurn()
      if (now() - flushedAt < flushAfter && !pass.exceedsLimits && !pass.isCommitFull) continue
      if (!(await this.#flush(pass))) return false
      flushedAt = now()
    }
    pass.advance(head)
    return this.#flush(pass)
  }

  async #apply(pass: LogPass, batch: readonly StoredEvent[]): Promise<boolean> {
    this.#eventsSinceCheckpoint += batch.length
    const { events, since } = this.#unwritten
    this.#unwritten = { events: events + batch.length, since: events === 0 ? this.#options.environment.now() : since }
    return this.#orReset(async () => {
      await pass.apply(batch)
      await this.#pauseFailed()
      return true
    })
  }

  /** `false` if not everything was written. */
  async #flush(pass: LogPass): Promise<boolean> {
    const isCheckpointDue = this.#eventsSinceCheckpoint >= checkpointAfter
    if (isCheckpointDue) this.#eventsSinceCheckpoint = 0
    return this.#orReset(async () => {
      const stale = await pass.flush(isCheckpointDue ? 'all' : 'changed')
      for (const builder of stale) await this.#live.reset(builder)
      await this.#pauseFailed()
      this.#observeWritten()
      return stale.length === 0
    })
  }

  /** Leaves the read models where they are that failed in the last batch. */
  async #pauseFailed(): Promise<void> {
    for (const [builder, finding] of this.#toPause.splice(0)) await this.#live.pause(builder, finding)
  }

  #observeWritten(): void {
    const { events, since } = this.#unwritten
    this.#unwritten = { events: 0, since: 0 }
    const { observe, environment } = this.#options
    if (events > 0) observe?.({ kind: 'projected', events, milliseconds: environment.now() - since })
  }

  /** Discards memory if the work fails halfway: it would be incomplete. A dropped generation is not a failure. */
  async #orReset(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work()
    } catch (error) {
      this.#live.resetAll()
      if (isStorageError(error, 'missing')) return false
      throw error
    }
  }

  #readOptions({ types, position, readsMetadata }: LogPass) {
    const { batchSize = defaultBatchSize } = this.#options
    return {
      types,
      metadata: readsMetadata,
      ...(position === undefined ? {} : { after: position }),
      batchSize,
    }
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
