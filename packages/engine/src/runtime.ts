import {
  type CommandNamed,
  type CommandNameIn,
  composeDomain,
  type Domain,
  type DomainPart,
  hasTag,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { SkippedEvent } from './checkpoints/skipped-events.js'
import type { Annul, Correct } from './commands/amendment.js'
import { claimOn } from './commands/claims.js'
import { CommandError } from './commands/command-error.js'
import { DecisionMaker } from './commands/decision.js'
import { DecisionsAgain } from './commands/decisions-again.js'
import { Executor } from './commands/executor.js'
import type {
  BundledCommand,
  BundleError,
  BundleOptions,
  ExecuteError,
  ExecuteOptions,
  Outcome,
} from './commands/outcome.js'
import { StreamCache } from './commands/stream-cache.js'
import { ViewLoader } from './commands/view-loader.js'
import { Follower, follow } from './following/follower.js'
import { codecOf } from './integrity/codec.js'
import { Planner } from './planning/planner.js'
import type { Environment, Storage } from './ports/index.js'
import type { Observe } from './ports/observe.js'
import { KeyedQueue } from './primitives/keyed-queue.js'
import { dayIn } from './primitives/local-day.js'
import { machineEnvironment } from './primitives/machine-environment.js'
import { decryptAll } from './privacy/decrypt.js'
import { assertOfPersons } from './privacy/document-persons.js'
import { type MasterKey, vaultOf } from './privacy/vault.js'
import { ProcessCommandSender } from './processes/command-sender.js'
import { Reactor } from './processes/reactor.js'
import type { ProjectionError } from './projections/projection-error.js'
import { type Quarantine, quarantineOperations, type RetryChoice } from './quarantine.js'
import { type Reader, type ReaderOptions, readModelsOf } from './reading/create-reader.js'
import { checkRunOptions, checkRuntimeOptions } from './runtime-options.js'

export interface RuntimeOptions extends ReaderOptions {
  /** Default that of the machine. A simulation passes its own. */
  readonly environment?: Environment
  /** Called with durations and counts of what the runtime does, never with values. */
  readonly observe?: Observe
  /**
   * 32 bytes in base64; `openssl rand -base64 32` makes them. A store that keeps its data needs it, the same in every
   * run; an ephemeral one gets a generated one.
   */
  readonly masterKey?: MasterKey | undefined
}

export interface RunOptions {
  /** Ends the run without an error; without a signal it never ends. */
  readonly signal?: AbortSignal
}

export interface SettleOptions extends RunOptions {
  /** Whether the read models are brought up to date as well; default true. */
  readonly projections?: boolean
}

/** What encrypted values are part of: events of one stream, or a document. */
export type DecryptPlace = { readonly stream: string } | { readonly readModel: string } | Record<string, never>

/**
 * A domain running on a store. `Input` is the union of its commands; without it, a runtime of any domain, which takes
 * commands of unknown types.
 */
export type Runtime<Input = unknown> = unknown extends Input ? AnyRuntime : DomainRuntime<Input>

/** The runtime of a domain whose commands are known: the compiler checks a command against the fields of its own type. */
export interface DomainRuntime<Input> extends AnyRuntime {
  dispatch<Name extends CommandNameIn<Input>>(
    command: CommandNamed<Input, Name>,
    options: ExecuteOptions,
  ): Promise<Outcome>
  execute<Name extends CommandNameIn<Input>>(
    command: CommandNamed<Input, Name>,
    options: ExecuteOptions,
  ): TaskEither<ExecuteError, Outcome>
  executeAll(
    bundle: readonly BundledCommand<Input>[],
    options: BundleOptions,
  ): () => Promise<readonly E.Either<BundleError, Outcome>[]>
}

/** The runtime of any domain. */
export interface AnyRuntime extends Reader {
  readonly domain: Domain
  readonly storage: Storage
  /**
   * Decides a command and appends its events, once: the same command id again returns the original result.
   * Throws `CommandError`: rejected by a rule, invalid, in conflict, or the store is unavailable.
   *
   * @example
   * const { events } = await runtime.dispatch(command, { commandId: randomUUID(), actor: 'clerk-7' })
   */
  dispatch(command: unknown, options: ExecuteOptions): Promise<Outcome>
  /**
   * The same as a `TaskEither`: it starts when it is called, and returns errors instead of throwing them.
   * Exceptions of deciders are bugs and reject the promise.
   *
   * @example
   * const result = await runtime.execute(command, { commandId: randomUUID(), actor: 'clerk-7' })()
   */
  execute(command: unknown, options: ExecuteOptions): TaskEither<ExecuteError, Outcome>
  /**
   * Executes several commands: those of one stream in one append, all of them or none, each at its own day, so that a
   * pile of papers goes in unsorted. Each command has an id of its own; sent again, what was recorded is answered as a
   * duplicate and the rest is decided. Starts when it is called, and gives the result of each command, in order.
   *
   * @example
   * const results = await runtime.executeAll([{ command: place, commandId: 'p1' }, { command: release, commandId: 'p2' }], { actor: 'clerk-7' })()
   */
  executeAll(
    bundle: readonly BundledCommand<unknown>[],
    options: BundleOptions,
  ): () => Promise<readonly E.Either<BundleError, Outcome>[]>
  /**
   * Takes an entry back, as if it had never been made: what lies after it in its stream is decided again, and what follows
   * from it in the same stream goes with it. Annulling an annulment lets the entry stand again.
   *
   * @example
   * await runtime.annul({ stream: 'base-b1', eventId, reason: 'typed twice', by: { role: 'accountant', id: 'a3' }, on: '2018-06-01' }, options)()
   */
  annul(annulment: Annul, options: ExecuteOptions): TaskEither<ExecuteError, Outcome>
  /**
   * Puts an entry right, as if it had been made so at once. `data` has the fields that change, as the command has them.
   *
   * @example
   * await runtime.correct({ stream: 'base-b1', eventId, data: { amountFen: 260_000_000 }, reason: 'typing error', by, on: '2018-06-01' }, options)()
   */
  correct(correction: Correct, options: ExecuteOptions): TaskEither<ExecuteError, Outcome>
  /** Follows the log and keeps the read models up to date. */
  project(options?: RunOptions): Promise<void>
  /** Follows the log and runs the processes. */
  react(options?: RunOptions): Promise<void>
  /** Runs processes and projections until nothing is left to do. */
  settle(options?: SettleOptions): Promise<void>
  /**
   * Any JSON value with its encrypted parts decrypted; `{ erased: true }` where the key was destroyed. With `stream`,
   * every `{ type, data }` in it is an event of that stream, and its encrypted parts must belong to it. With
   * `readModel`, it is a document of that read model, and they must be those of the people whom its schema names.
   * Throws `MasterKeyError`, and `StorageError` with fault `corrupt` for an encrypted part that was changed or moved.
   */
  decrypt(value: unknown, place?: DecryptPlace): Promise<unknown>
  /** The stream that has claimed a value within a scope (see `Aggregate.claim`); `undefined` if none has. */
  claimant(scope: string, value: string): Promise<string | undefined>
  /**
   * 32 secret bytes for one purpose: the same in every process that has this store's master key, and of no use for
   * another purpose. Throws `MasterKeyError` and `StorageError`.
   */
  secretFor(purpose: string): Promise<Uint8Array>
  /**
   * Tries again what read models and processes pass over since an event could not be read or handled: once it was repaired,
   * or this program was. Returns what is in quarantine afterwards.
   *
   * @example
   * const { entries } = await runtime.retryQuarantined({ stream: 'batch-b1' })
   */
  retryQuarantined(choice?: RetryChoice): Promise<Quarantine>
  /**
   * Lets read models and processes leave out an event for good, and tries its stream again. The event stays in the log,
   * and commands see it. Returns what is in quarantine afterwards.
   *
   * @example
   * await runtime.skipEvent({ stream: 'batch-b1', revision: 12, reason: 'recorded twice by a faulty import', by: 'operator-3' })
   */
  skipEvent(event: Omit<SkippedEvent, 'since'>): Promise<Quarantine>
  /** Destroys the key of the person with this stream, which erases all values encrypted under it; returns whether there was one. */
  forget(stream: string): Promise<boolean>
}

/**
 * Runs a domain on a store. The caller closes the store. Throws `Misconfigured`, with every problem: a domain in which a
 * name is used twice or a reference names nothing, an option that cannot be used, a store that keeps its data without a
 * master key.
 *
 * @example
 * const runtime = createRuntime(domain, openMemory())
 * @example
 * const storage = await openSqlite({ path: './base.db' })
 * const runtime = createRuntime(domain, storage, { masterKey: process.env.SKEIN_MASTER_KEY ?? '' })
 */
export const createRuntime = <Input>(
  definition: DomainPart<Input> & Pick<Domain, 'name'>,
  storage: Storage,
  options: RuntimeOptions = {},
): Runtime<Input> => {
  const domain = composeDomain(definition)
  const { environment = machineEnvironment, timeZone = domain.timeZone ?? 'UTC', observe, masterKey } = options
  const { clock = environment.date } = options
  checkRuntimeOptions(storage, { ...options, timeZone })
  const codec = codecOf(domain)
  const streams = new StreamCache(storage.events, codec)
  const views = new ViewLoader(domain, streams)
  const vault = vaultOf(storage, masterKey, environment)
  const dayOf = dayIn(timeZone)
  const decisions = new DecisionMaker(domain, streams, views, environment)
  const decisionsAgain = new DecisionsAgain(domain, streams, views)
  const shared = { domain, storage, codec, views, environment, observe }
  const context = { ...shared, streams, decisions, decisionsAgain, vault, clock, dayOf }
  const planner = new Planner(context)
  const executor = new Executor(domain, { ...context, mustPlan: planner.mustPlan }, planner)
  const sender = new ProcessCommandSender(executor, { environment })
  const reactor = new Reactor(shared, sender)
  const follower = new Follower(domain, storage, { environment, observe })
  const queue = new KeyedQueue()

  const settle = async (withProjections: boolean, signal?: AbortSignal): Promise<void> => {
    // what cannot be handled is passed over, so that everything else is done before the error is thrown
    let failure: { readonly error: unknown } | undefined
    for (let areProjected = !withProjections; !signal?.aborted; areProjected = true) {
      const handled = await reactor.catchUp(signal)
      const [failed] = reactor.takeFailures()
      failure ??= failed
      if (handled === 0 && areProjected) break
      if (!withProjections) continue
      await follower.catchUp(signal).catch((error: unknown) => {
        if (!hasTag<ProjectionError>(error, 'ProjectionError')) throw error
        failure ??= { error }
      })
    }
    if (failure !== undefined) throw failure.error
  }

  const runtime: AnyRuntime = {
    domain,
    storage,
    execute: (command, options) => executor.execute(command, options),
    executeAll: (bundle, options) => executor.executeAll(bundle, options),
    annul: (annulment, options) => executor.amend('annul', annulment, options),
    correct: (correction, options) => executor.amend('correct', correction, options),
    async dispatch(command, options) {
      const result = await executor.execute(command, options)()
      if (E.isRight(result)) return result.right
      throw new CommandError(typeOf(command), result.left)
    },
    ...readModelsOf(domain, storage, () => dayOf(clock())),
    async project(options = {}) {
      checkRunOptions('project', options)
      const { signal = neverAborted() } = options
      await follow(domain, storage, { signal, environment, observe })
    },
    async react(options = {}) {
      checkRunOptions('react', options)
      const { signal = neverAborted() } = options
      await reactor.follow(signal)
    },
    async settle(options = {}) {
      checkRunOptions('settle', options)
      const { signal, projections = true } = options
      await queue.run('settle', () => settle(projections, signal))
    },
    async decrypt(value, place = {}) {
      if ('readModel' in place) assertOfPersons(value, place.readModel, domain)
      const { keys } = await vault()
      const events = 'stream' in place ? { stream: place.stream, fields: codec.personalFields } : undefined
      return decryptAll(value, (persons) => keys.find(persons), events)
    },
    async claimant(scope, value) {
      const { secrets } = await vault()
      return (await storage.keys.claimant(scope, claimOn(scope, value, secrets).fingerprint))?.holder
    },
    secretFor: async (purpose) => (await vault()).secrets.derive(purpose),
    ...quarantineOperations(domain, storage, reactor),
    forget: (stream) => storage.keys.destroy(stream),
  }
  // sound: the types only narrow which commands a caller may pass; each is parsed
  return runtime as Runtime<Input>
}

const typeOf = (command: unknown): string =>
  typeof command === 'object' && command !== null && 'type' in command ? String(command.type) : 'The command'

const neverAborted = (): AbortSignal => new AbortController().signal
