import { type AnyCommand, type Cause, hasTag, type Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { ChangedAnswers } from '../commands/amend-by-process.js'
import type { Executor } from '../commands/executor.js'
import type { LookingEntries } from '../commands/looking-entries.js'
import type { ExecuteError, Reaction } from '../commands/outcome.js'
import { canonical } from '../integrity/canonical.js'
import type { Environment } from '../ports/environment.js'
import { isStorageError, StorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import { uuidFrom } from '../primitives/ids.js'
import { actorOfProcess } from '../primitives/process-actor.js'
import { retryLimit } from '../primitives/retry-limit.js'
import type { MasterKeyError } from '../privacy/master-key-error.js'
import { ProcessError } from './process-error.js'

/** The process that sends a command, and the event that it reacts to. */
export interface SendContext {
  readonly process: string
  readonly cause: Cause
  /** What the entry of the command depends on. */
  readonly reaction: Reaction
  readonly correlationId: string
  /** The trace that the event is part of, which the command continues. */
  readonly traceparent: string | undefined
  /** Ends the retries. */
  readonly signal: AbortSignal | undefined
  /**
   * What distinguishes another reaction to the same event from the first one: the id of the annulment after which it is
   * sent again.
   */
  readonly again?: string
  /** Record it although later entries of people then become impossible. */
  readonly force?: boolean
  /** Record nothing: only whether it would have an effect. */
  readonly dryRun?: boolean
}

/** A command that recorded nothing, and why if a rule rejected it. */
export interface WithoutEffect {
  readonly rejection?: Rejection
}

/** What executes the commands of processes, and what follows from changes across streams. */
export type Executing = Pick<Executor, 'execute' | 'answerAgain' | 'answeredIn' | 'decideAgain'>

/** The event because of which entries are decided again. */
export type ChangeContext = Pick<SendContext, 'cause' | 'correlationId' | 'traceparent' | 'signal' | 'again'>

// Permanent: the actor of what is decided again because of another stream.
const engineActor = 'engine'

/** How often a fault is retried. */
const mostRetries = 20

/** Executes the commands of processes. Faults of the store are retried; a rejection is returned. */
export class ProcessCommandSender {
  readonly #executor: Executing
  readonly #force: boolean
  readonly #environment: Environment

  /** @param force whether commands are recorded although later entries of people then become impossible */
  constructor(
    executor: Executing,
    { environment, force = false }: { readonly environment: Environment; readonly force?: boolean },
  ) {
    this.#environment = environment
    this.#executor = executor
    this.#force = force
  }

  /** `undefined` when it is done, or the signal was aborted. */
  async send(command: AnyCommand, context: SendContext): Promise<WithoutEffect | undefined> {
    const { process, cause, reaction, again } = context
    const { eventId } = cause
    const execute = this.#executor.execute(command, {
      ...optionsOf(context),
      commandId: commandIdOf(command, process, again === undefined ? eventId : `${eventId}/${again}`),
      reaction,
      force: this.#force || context.force === true,
      ...(context.dryRun === true && { dryRun: true }),
    })
    const result = await this.#retried(execute, context, command.type)
    if (result === undefined) return undefined
    if (E.isLeft(result)) return { rejection: result.left }
    const { events, duplicate } = result.right
    return events.length === 0 && !duplicate ? {} : undefined
  }

  /** Changes what a process sent to one stream, because of the event `by`. */
  async changeAnswers(answers: ChangedAnswers, by: string, context: SendContext): Promise<void> {
    const { stream, process, only = [] } = answers
    const standing = [...(await this.answeredIn(answers)).values()].flat().sort()
    if (standing.length === 0) return
    const execute = this.#executor.answerAgain(answers, {
      ...optionsOf(context),
      // of what stands now: the same event may take back another answer later, if its cause is handled again
      commandId: uuidFrom(by, process, canonical([stream, context.cause.eventId, ...only, ...standing])),
    })
    await this.#retried(execute, context, 'Amend')
  }

  /** What the entries are about that stand in a stream because of some causes, and their ids. */
  answeredIn(answers: Omit<ChangedAnswers, 'commands'>): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.#executor.answeredIn(answers)
  }

  /** Decides entries of a stream again that looked at another one. */
  async decideAgain(entries: LookingEntries, sent: ChangeContext): Promise<void> {
    const { stream, becauseOf } = entries
    const { correlationId, traceparent, again } = sent
    const execute = this.#executor.decideAgain(entries, {
      commandId: uuidFrom(becauseOf, 'views', stream, ...(again === undefined ? [] : [again])),
      actor: engineActor,
      correlationId,
      causationId: becauseOf,
      ...(traceparent === undefined ? {} : { traceparent }),
    })
    await this.#retried(execute, { ...sent, process: engineActor }, 'Amend')
  }

  /** Until there is an answer; `undefined` if the signal was aborted. Throws `unavailable` if there is none. */
  async #retried<Done>(
    execute: () => Promise<E.Either<ExecuteError, Done>>,
    context: Pick<SendContext, 'process' | 'cause' | 'signal'>,
    type: string,
  ): Promise<E.Either<Rejection, Done> | undefined> {
    const { signal } = context
    const isOver = retryLimit(this.#environment, mostRetries)
    for (let retry = 0; !signal?.aborted; retry++) {
      const result = await execute()
      if (E.isRight(result)) return result
      const { left } = result
      if (left._tag === 'Rejected') return E.left(left.rejection)
      if (left._tag === 'Invalid') {
        const issues = left.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ')
        throw new ProcessError(context, {
          en: `it sent a ${type} that does not fit its schema at ${issues}`,
          zh: `其发出的命令 ${type} 不符合格式,位置:${issues}`,
        })
      }
      if (left._tag === 'Unavailable' && isPermanent(left.cause)) throw left.cause
      if (isOver(retry)) throw notRecorded(type, retry + 1, left)
      await backOff(this.#environment, retry, 10, signal)
    }
    return undefined
  }
}

const optionsOf = ({ process, cause, correlationId, traceparent }: SendContext) => ({
  actor: actorOfProcess(process),
  correlationId,
  ...(traceparent === undefined ? {} : { traceparent }),
  causationId: cause.eventId,
})

// Permanent: the same reaction to the same event has the same id.
const commandIdOf = ({ type, data: { on: _, ...data } }: AnyCommand, process: string, eventId: string): string =>
  uuidFrom(eventId, process, canonical({ type, data }))

/** Whether a retry cannot succeed. */
const isPermanent = (cause: unknown): boolean =>
  hasTag<MasterKeyError>(cause, 'MasterKeyError') || (isStorageError(cause) && cause.fault !== 'unavailable')

const notRecorded = (
  type: string,
  attempts: number,
  cause: Extract<ExecuteError, { _tag: 'Conflict' | 'Unavailable' }>,
) => {
  const reason =
    cause._tag === 'Unavailable'
      ? cause.reason
      : { en: 'others changed its stream at the same time.', zh: '其流同时被他人更改。' }
  return new StorageError(
    'unavailable',
    {
      en: `The command ${type} of a process could not be recorded in ${attempts} attempts; the last reason: ${reason.en}`,
      zh: `流程发出的命令 ${type} 尝试 ${attempts} 次仍未能登记;最后一次的原因:${reason.zh}`,
    },
    { cause },
  )
}
