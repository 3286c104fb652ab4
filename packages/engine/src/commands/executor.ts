import type { Domain } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { StorageError } from '../ports/storage-error.js'
import { pause } from '../primitives/backoff.js'
import { KeyedQueue } from '../primitives/keyed-queue.js'
import { MasterKeyError } from '../privacy/master-key.js'
import { Attempt, type AttemptContext } from './attempt.js'
import type { ExecuteError, ExecuteOptions, Outcome } from './outcome.js'
import { type Addressed, commandParser, type ParseCommand } from './parse.js'

const tries = 10

/** Executes commands: one after another within a stream, side by side across streams. */
export class Executor {
  readonly #parse: ParseCommand
  readonly #context: AttemptContext
  readonly #queues = new KeyedQueue()

  constructor(domain: Domain, context: AttemptContext) {
    this.#parse = commandParser(domain)
    this.#context = context
  }

  /** Exceptions of deciders are bugs: they reject the promise; everything else is a value. */
  execute(input: unknown, options: ExecuteOptions): TaskEither<ExecuteError, Outcome> {
    const { observe } = this.#context
    if (observe === undefined) return () => this.#run(input, options, uncounted)
    return async () => {
      const startedAt = performance.now()
      const attempts = { made: 0 }
      const result = await this.#run(input, options, attempts)
      observe({
        kind: 'executed',
        ...typeOf(input, result),
        ...said(result),
        attempts: attempts.made,
        milliseconds: performance.now() - startedAt,
      })
      return result
    }
  }

  async #run(input: unknown, options: ExecuteOptions, attempts: { made: number }) {
    const parsed = this.#parse(input, options)
    if (E.isLeft(parsed)) return E.left<ExecuteError>({ _tag: 'Invalid', issues: parsed.left })
    return this.#queues.inTurn(parsed.right.stream, () => this.#settle(parsed.right, options, attempts))
  }

  /** Tries until the stream holds still. */
  async #settle(
    addressed: Addressed,
    options: ExecuteOptions,
    attempts: { made: number },
  ): Promise<E.Either<ExecuteError, Outcome>> {
    const attempt = new Attempt(addressed, options, this.#context)
    try {
      for (let conflicts = 0; ; ) {
        attempts.made += 1
        const result = await attempt.run()
        if (result === 'outdated') continue
        if (E.isRight(result) || result.left._tag !== 'Conflict') return result
        conflicts += 1
        if (options.expected !== undefined || conflicts === tries) return result
        await pause(conflicts, 2)
      }
    } catch (error) {
      // what fails before the append has written nothing; the append itself answers with values
      if (!(error instanceof StorageError || error instanceof MasterKeyError)) throw error
      return E.left({
        _tag: 'Unavailable',
        written: attempt.isWriting ? 'unknown' : 'no',
        reason: error.message,
        cause: error,
      })
    }
  }
}

const uncounted = { made: 0 }

const typeOf = (input: unknown, result: E.Either<ExecuteError, Outcome>) =>
  E.isLeft(result) && result.left._tag === 'Invalid' ? {} : { type: (input as { readonly type: string }).type }

const said = (result: E.Either<ExecuteError, Outcome>) => {
  if (E.isLeft(result)) {
    const { left } = result
    return left._tag === 'Rejected'
      ? { outcome: left._tag, rule: left.rejection.rule, events: 0 }
      : { outcome: left._tag, events: 0 }
  }
  const { duplicate, events } = result.right
  if (duplicate) return { outcome: 'duplicate' as const, events: 0 }
  return { outcome: events.length === 0 ? ('nothing' as const) : ('written' as const), events: events.length }
}
