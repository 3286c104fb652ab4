import { domain as coreDomain } from '@skein/core'
import { createRuntime, type EventStore, type ExecuteError, metadataOf, type Storage } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { Step } from './schedule.js'

export interface PlayOptions {
  /** A domain that extends that of `@skein/core`; default that one. */
  readonly domain?: Domain
  /** 32 bytes in base64; see `createRuntime`. */
  readonly masterKey?: string
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: PlayProgress) => void
}

export interface PlayProgress {
  readonly steps: number
  readonly events: number
  /** The day of the last step. */
  readonly day: string
}

export interface PlayReport extends PlayProgress {
  /** Steps that an earlier run had executed already. */
  readonly skipped: number
  readonly interrupted: boolean
  /** Commands that a rule refused. */
  readonly refused: readonly {
    readonly commandId: string
    readonly type: string
    readonly rule: string
    readonly evidence: unknown
  }[]
}

/** A step failed for another reason than a rule: the store failed, or it holds another log. */
export class PlayError extends Error {
  readonly _tag = 'PlayError'
  override readonly name = 'PlayError'
}

/**
 * Executes steps against a store, through the deciders and processes, each at its own instant.
 * After an interruption, call it again with the same steps: those before the store's last instant are skipped.
 */
export const play = async (storage: Storage, steps: Iterable<Step>, options: PlayOptions = {}): Promise<PlayReport> => {
  const { domain = coreDomain, masterKey, signal, onProgress } = options
  const recorded = await lastRecorded(storage.events)
  let now = recorded?.at ?? ''
  const runtime = createRuntime(domain, storage, {
    clock: () => new Date(now),
    ...(masterKey !== undefined && { masterKey }),
  })
  const refused: PlayReport['refused'][number][] = []
  let done = 0
  let skipped = 0
  let events = 0
  let day = ''
  const progress = (): PlayProgress => ({ steps: done, events, day })

  for (const step of steps) {
    if (signal?.aborted) return { ...progress(), skipped, refused, interrupted: true }
    done += 1
    day = step.at.slice(0, 10)
    if (recorded !== undefined) {
      if (done === 1 && recorded.firstCommand !== step.commandId)
        throw new PlayError(
          `${storage.name} already holds another log: use an empty store, or the store in which these steps were begun`,
        )
      if (step.at < recorded.at) {
        skipped += 1
        continue
      }
    }
    now = step.at
    const { actor, commandId, command } = step
    const outcome = await runtime.execute(command, { actor, commandId })()
    if (E.isRight(outcome)) events += outcome.right.duplicate ? 0 : outcome.right.events.length
    else if (outcome.left._tag === 'Rejected') {
      const { rule, evidence } = outcome.left.rejection
      refused.push({ commandId, type: command.type, rule, evidence })
    } else throw failed(step, outcome.left)
    if (step.settle) await runtime.settle({ projections: false })
    onProgress?.(progress())
  }
  await runtime.settle({ projections: false })
  return { ...progress(), skipped, refused, interrupted: false }
}

const failed = (
  { commandId, command: { type } }: Step,
  error: Exclude<ExecuteError, { _tag: 'Rejected' }>,
): PlayError => {
  const step = `step ${commandId} (${type}) failed`
  switch (error._tag) {
    case 'Unavailable':
      return new PlayError(`${step}: ${error.reason.en}`, { cause: error.cause })
    case 'Invalid':
      return new PlayError(`${step}: ${error.issues.map(({ path, message }) => `${path}: ${message}`).join('; ')}`)
    case 'Conflict':
      return new PlayError(
        `${step}: another process writes to the same streams; run the steps while nothing else writes`,
      )
  }
}

/** The id of the first command in the log, and the last instant at which an event was recorded. */
const lastRecorded = async (
  events: EventStore,
): Promise<{ readonly firstCommand: string; readonly at: string } | undefined> => {
  let firstCommand: string | undefined
  let at = ''
  for await (const batch of events.readAll())
    for (const stored of batch) {
      const { commandId, recordedAt } = metadataOf(stored)
      firstCommand ??= commandId
      if (recordedAt > at) at = recordedAt
    }
  return firstCommand === undefined ? undefined : { firstCommand, at }
}
