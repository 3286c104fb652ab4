import type { AnyCommand, Domain } from '@skein/kernel'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { claimOn } from './commands/claims.js'
import { Executor } from './commands/executor.js'
import type { ExecuteError, ExecuteOptions, Outcome } from './commands/outcome.js'
import { StreamCache } from './commands/stream-cache.js'
import { ViewLoader } from './commands/view-loader.js'
import { Follower, follow } from './following/follower.js'
import { codecOf } from './integrity/codec.js'
import type { Storage } from './ports/index.js'
import type { Observe } from './ports/observe.js'
import { KeyedQueue } from './primitives/keyed-queue.js'
import { dayIn } from './primitives/local-day.js'
import { decryptAll } from './privacy/envelope.js'
import { vaultOf } from './privacy/vault.js'
import { ProcessCommandSender } from './processes/command-sender.js'
import { Reactor } from './processes/reactor.js'
import type { ReadModel } from './reading/read-model.js'
import { reader } from './reading/reader.js'

export interface RuntimeOptions {
  /** Default the machine's. */
  readonly clock?: () => Date
  /** Where days begin and end; default Asia/Shanghai. */
  readonly timeZone?: string
  /** Is told what happens: durations and counts, never values. */
  readonly observe?: Observe
  /** 32 bytes in base64; default SKEIN_MASTER_KEY. A store that dies with the process does without. */
  readonly masterKey?: string
}

export interface Following {
  /** Ends it quietly; without one it goes on for ever. */
  readonly signal?: AbortSignal
}

export interface Settling extends Following {
  /** Whether the read models are brought up to date as well; default true. */
  readonly projections?: boolean
}

/** A domain at work on a store. */
export interface Runtime<Input = unknown> {
  readonly domain: Domain<Input>
  readonly storage: Storage
  /**
   * Decides a command and records what it makes happen, once: the same command id again is answered from the log.
   * Exceptions of deciders are bugs and reject the promise.
   *
   * @example
   * const done = await runtime.execute(command, { commandId: randomUUID(), actor: 'clerk-7' })()
   */
  execute(command: Input, options: ExecuteOptions): TaskEither<ExecuteError, Outcome>
  /** A read model by name. Its personal values are sealed; `open` opens them. */
  read(name: string): ReadModel
  /** Keeps the read models up to date. */
  project(options?: Following): Promise<void>
  /** Runs the processes. */
  react(options?: Following): Promise<void>
  /** Runs processes and projections until nothing is left to do. */
  settle(options?: Settling): Promise<void>
  /**
   * Any JSON value with its sealed parts opened, `{ erased: true }` where the person was forgotten.
   * Throws `MasterKeyError` and `StorageError`.
   */
  open(value: unknown): Promise<unknown>
  /** The stream that has claimed a value within a scope (see `Aggregate.claim`); `undefined` if none has. */
  claimant(scope: string, value: string): Promise<string | undefined>
  /**
   * 32 secret bytes for one purpose: the same in every process that has this store's master key, and of no use for
   * another purpose. Throws `MasterKeyError` and `StorageError`.
   */
  secretFor(purpose: string): Promise<Uint8Array>
  /** Destroys the key of the person that `stream` is about, and so everything sealed under it; gives whether there was one. */
  forget(stream: string): Promise<boolean>
}

/**
 * Puts a domain to work on a store. The store stays the caller's, who closes it.
 *
 * @example
 * const runtime = createRuntime(domain, openMemory())
 */
export const createRuntime = <Input>(
  domain: Domain<Input>,
  storage: Storage,
  { clock = () => new Date(), timeZone = 'Asia/Shanghai', observe, masterKey }: RuntimeOptions = {},
): Runtime<Input> => {
  const codec = codecOf(domain)
  const streams = new StreamCache(storage.events, codec)
  const views = new ViewLoader(domain, streams)
  const vault = vaultOf(storage, masterKey)
  const dayOf = dayIn(timeZone)
  const executor = new Executor(domain, { domain, storage, codec, streams, views, vault, clock, dayOf, observe })
  const sender = new ProcessCommandSender((command: AnyCommand, options) => executor.execute(command, options))
  const reactor = new Reactor({ domain, storage, codec, views, observe }, sender)
  const projections = new Follower(domain, storage, { observe })
  const settling = new KeyedQueue()

  const settle = async (projects: boolean, signal?: AbortSignal): Promise<void> => {
    for (let isProjected = !projects; !signal?.aborted; isProjected = true) {
      const answered = await reactor.catchUp(signal)
      if (answered === 0 && isProjected) return
      if (projects) await projections.catchUp(signal)
    }
  }

  return {
    domain,
    storage,
    execute: (command, options) => executor.execute(command, options),
    read: reader(domain, storage, () => dayOf(clock())),
    project: ({ signal = never() } = {}) => follow(domain, storage, { signal, observe }),
    react: ({ signal = never() } = {}) => reactor.follow(signal),
    settle: ({ signal, projections: projects = true } = {}) =>
      settling.inTurn('settle', () => settle(projects, signal)),
    async open(value) {
      const { keys } = await vault()
      return decryptAll(value, (persons) => keys.find(persons))
    },
    async claimant(scope, value) {
      const { secrets } = await vault()
      return (await storage.keys.claimant(scope, claimOn(scope, value, secrets).fingerprint))?.holder
    },
    secretFor: async (purpose) => (await vault()).secrets.derive(purpose),
    forget: (stream) => storage.keys.destroy(stream),
  }
}

const never = (): AbortSignal => new AbortController().signal
