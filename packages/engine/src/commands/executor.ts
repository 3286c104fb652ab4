import { type Domain, hasTag } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EngineObservation } from '../ports/observe.js'
import { isStorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import { KeyedQueue } from '../primitives/keyed-queue.js'
import type { MasterKeyError } from '../privacy/master-key-error.js'
import { Attempt, type AttemptContext } from './attempt.js'
import type { ExecuteError, ExecuteOptions, Outcome } from './outcome.js'
import { type AddressedCommand, commandParser, type ParseCommand } from './parse.js'

const maxConflicts = 10

type Result = E.Either<ExecuteError, Outcome>

/** Executes commands: one after another within a stream, concurrently across streams. */
export class Executor {
  readonly #parse: ParseCommand
  readonly #context: AttemptContext
  readonly #queue = new KeyedQueue()

  constructor(domain: Domain, context: AttemptContext) {
    this.#parse = commandParser(domain)
    this.#context = context
  }

  /** Exceptions of deciders are bugs and reject the promise; everything else is a value. */
  execute(input: unknown, options: ExecuteOptions): TaskEither<ExecuteError, Outcome> {
    const { observe } = this.#context
    if (observe === undefined) return () => this.#execute(input, options, () => undefined)
    return async () => {
      const startedAt = performance.now()
      let attempts = 0
      const result = await this.#execute(input, options, () => {
        attempts += 1
      })
      const milliseconds = performance.now() - startedAt
      observe({ kind: 'executed', ...typeOf(input, result), ...outcomeOf(result), attempts, milliseconds })
      return result
    }
  }

  async #execute(input: unknown, options: ExecuteOptions, onAttempt: () => void): Promise<Result> {
    const parsed = this.#parse(input, options)
    if (E.isLeft(parsed)) return E.left({ _tag: 'Invalid', issues: parsed.left })
    const { stream } = parsed.right
    return this.#queue.run(stream, () => this.#attemptUntilSettled(parsed.right, options, onAttempt))
  }

  /** Attempts the command again while its stream changes underneath it. */
  async #attemptUntilSettled(
    addressed: AddressedCommand,
    options: ExecuteOptions,
    onAttempt: () => void,
  ): Promise<Result> {
    const attempt = new Attempt(addressed, options, this.#context)
    try {
      for (let conflicts = 0; ; ) {
        onAttempt()
        const result = await attempt.run()
        if (result === 'outdated') continue
        if (E.isRight(result) || result.left._tag !== 'Conflict') return result
        conflicts += 1
        if (options.expected !== undefined || conflicts === maxConflicts) return result
        await backOff(conflicts, 2)
      }
    } catch (error) {
      // a failure before the append has written nothing; the append itself returns its failures
      if (!(isStorageError(error) || hasTag<MasterKeyError>(error, 'MasterKeyError'))) throw error
      const written = attempt.isAppending ? 'unknown' : 'no'
      return E.left({ _tag: 'Unavailable', written, reason: error.text, cause: error })
    }
  }
}

/** The command's type, where the input was a command of the domain. */
const typeOf = (input: unknown, result: Result): { readonly type?: string } =>
  // sound: the schemas of all commands require `type`
  E.isLeft(result) && result.left._tag === 'Invalid' ? {} : { type: (input as { readonly type: string }).type }

type Executed = Extract<EngineObservation, { kind: 'executed' }>

const outcomeOf = (result: Result): Pick<Executed, 'outcome' | 'rule' | 'events'> => {
  if (E.isLeft(result)) {
    const { left } = result
    const rule = left._tag === 'Rejected' ? { rule: left.rejection.rule } : {}
    return { outcome: left._tag, ...rule, events: 0 }
  }
  const { duplicate, events } = result.right
  if (duplicate) return { outcome: 'duplicate', events: 0 }
  return { outcome: events.length === 0 ? 'nothing' : 'written', events: events.length }
}
