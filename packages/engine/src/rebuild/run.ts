import type { Codec } from '../integrity/codec.js'
import { cutStreams } from '../integrity/cut-streams.js'
import type { Finding } from '../integrity/finding.js'
import type { Environment, Position, Storage, StoredEvent } from '../ports/index.js'
import { Turns } from '../primitives/turns.js'
import type { GenerationBuilder } from '../projections/generation-builder.js'
import { LogPass } from '../projections/log-pass.js'
import type { ReadModelDomain } from '../projections/read-model-domain.js'
import { CheckpointSchedule } from './checkpoint-schedule.js'
import type { Locks } from './locks.js'
import { defaultBatchSize, type RebuildOptions } from './options.js'
import type { RebuildPlan } from './plan.js'
import { ProgressReporter } from './progress.js'
import { takenOver } from './rebuild-error.js'
import { verifierOf } from './verifier.js'

/** How long timers and signals may be kept waiting, in milliseconds. */
const yieldAfter = 40

/** How often events that arrived during the rebuild are read before promotion: a busy log has no end. */
const catchUpRounds = 3

type Outcome = 'done' | 'interrupted'

/** One run of a rebuild: reads to the end of the log, repeats for events that arrived meanwhile, then promotes. */
export class RebuildRun {
  /** Events read. */
  events = 0
  readonly #storage: Storage
  readonly #domain: ReadModelDomain
  readonly #locks: Locks
  readonly #options: RebuildOptions
  readonly #pass: LogPass
  readonly #checkpoints: CheckpointSchedule
  readonly #verify: ((event: StoredEvent) => void) | undefined
  #progress: ProgressReporter
  /** Read up to here; with `verify` from the beginning of the log, whatever the generations have already. */
  #position: Position | undefined
  readonly #environment: Environment
  readonly #turns: Turns
  /** Events that cannot be read, and were reported. */
  readonly #unreadable = new Set<string>()

  constructor(
    storage: Storage,
    codec: Codec,
    domain: ReadModelDomain,
    plan: RebuildPlan,
    builders: readonly GenerationBuilder[],
    locks: Locks,
    options: RebuildOptions & { readonly environment: Environment },
    onFinding: (finding: Finding) => void,
    skipped: ReadonlySet<string>,
  ) {
    this.#storage = storage
    this.#domain = domain
    this.#locks = locks
    this.#options = options
    this.#environment = options.environment
    this.#progress = new ProgressReporter(undefined, undefined, options.environment)
    this.#turns = new Turns(options.environment, yieldAfter)
    this.#checkpoints = new CheckpointSchedule(options.checkpointEvery, options.environment)
    this.#pass = new LogPass(builders, {
      decode: codec.decode,
      domain,
      events: storage.events,
      defers: true,
      ...(plan.filter === undefined ? {} : { filter: plan.filter }),
      onFinding: (finding) => {
        if (finding.kind === 'unreadable' && this.#isReported(finding)) return
        onFinding(finding)
      },
      skipped,
    })
    this.#position = options.verify ? undefined : this.#pass.position
    if (!options.verify) return
    const verifier = verifierOf(codec)
    this.#verify = (event) => verifier.check(event).forEach(onFinding)
  }

  /** @param promote makes generations live; returns the builders that must catch up first */
  async toEnd(
    promote: (complete: readonly GenerationBuilder[]) => Promise<readonly GenerationBuilder[]>,
  ): Promise<Outcome> {
    await this.#countEvents()
    this.#pass.quarantineCut(await cutStreams(this.#domain, this.#storage.events))
    let read: Position | undefined
    let rounds = 0
    for (;;) {
      const head = await this.#storage.events.head()
      const outcome = head === undefined ? 'done' : await this.#readTo(head)
      if (outcome === 'interrupted') return outcome
      if (outcome === 'stale') continue
      rounds += 1
      const isAtEnd = head === read || rounds > catchUpRounds
      read = head
      if (!isAtEnd) continue
      const behind = await promote(this.#pass.builders)
      if (behind.length === 0) break
    }
    this.#progress.report(this.events, this.#names, true)
    return 'done'
  }

  async #readTo(head: Position): Promise<Outcome | 'stale'> {
    const { events } = this.#storage
    const { batchSize = defaultBatchSize, signal, verify = false, knownAt } = this.#options
    const { types, readsMetadata } = this.#pass
    if (signal?.aborted) return 'interrupted'
    const batches =
      types.length === 0 && !verify
        ? []
        : events.readAll({
            ...(this.#position === undefined ? {} : { after: this.#position }),
            until: head,
            metadata: verify || knownAt !== undefined || readsMetadata,
            ...(verify ? {} : { types }),
            batchSize,
          })
    for await (const batch of batches) {
      await this.#apply(batch)
      if (signal?.aborted) return (await this.#flush()) ? 'interrupted' : 'stale'
      const { exceedsLimits, isCommitFull } = this.#pass
      if (this.#checkpoints.isDue(this.events, exceedsLimits || isCommitFull) && !(await this.#flush())) return 'stale'
    }
    this.#pass.advance(head)
    this.#position = head
    if (!(await this.#flush())) return 'stale'
    await this.#pass.retry((builder) => builder.takeToRetry())
    if (!(await this.#flush())) return 'stale'
    let outcome: Outcome | 'stale' = 'done'
    await this.#pass.putBackAll(async () => {
      await this.#yield()
      if (!(await this.#flush())) outcome = 'stale'
      else if (signal?.aborted) outcome = 'interrupted'
      return outcome === 'done'
    })
    return outcome
  }

  async #apply(batch: readonly StoredEvent[]): Promise<void> {
    if (this.#verify !== undefined) batch.forEach(this.#verify)
    await this.#pass.apply(batch)
    this.#position = batch.at(-1)?.position ?? this.#position
    this.events += batch.length
    this.#progress.report(this.events, this.#names)
    await this.#yield()
  }

  /** Lets timers and signals run, and keeps the locks. */
  async #yield(): Promise<void> {
    await this.#locks.renew()
    await this.#turns.take()
  }

  /** `false` if another process advanced a generation: then reading continues from where that process is. */
  async #flush(): Promise<boolean> {
    const startedAt = this.#environment.now()
    const stale = await this.#pass.flush()
    this.#checkpoints.written(this.events, startedAt)
    if (stale.length === 0) return true
    // perhaps another process has a lock by now: then it goes on, and this one ends
    await this.#locks.renew('now')
    for (const builder of stale) if ((await builder.reset()) === 'gone') throw takenOver([builder.projection.name])
    this.#pass.rewind()
    this.#position = this.#pass.position
    return false
  }

  async #countEvents(): Promise<void> {
    const { onProgress, verify } = this.#options
    if (onProgress === undefined) return
    const total = await this.#storage.events.count({
      ...(this.#position === undefined ? {} : { after: this.#position }),
      ...(verify ? {} : { types: this.#pass.types }),
    })
    this.#progress = new ProgressReporter(onProgress, total, this.#environment)
  }

  /** The verifier reports an event that cannot be read; without it, the first read model that reads the event does. */
  #isReported({ stream, revision }: Finding): boolean {
    if (this.#verify !== undefined) return true
    const event = `${stream}@${revision}`
    const isReported = this.#unreadable.has(event)
    this.#unreadable.add(event)
    return isReported
  }

  /** The read models that could be built so far. */
  get built(): readonly string[] {
    return this.#names
  }

  get #names(): readonly string[] {
    return this.#pass.builders.map(({ projection }) => projection.name)
  }
}
