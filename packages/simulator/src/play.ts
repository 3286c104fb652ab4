import { domain as coreDomain } from '@skein/core'
import {
  createRuntime,
  type EventStore,
  type ExecuteError,
  metadataOf,
  type Runtime,
  type Storage,
} from '@skein/engine'
import { compareInstants, type Domain, type Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { correct } from './correct.js'
import type { CorrectionStep, Step } from './schedule.js'

export interface PlayOptions {
  /** A domain that extends that of `@skein/core`; default that one. */
  readonly domain?: Domain
  /** 32 bytes in base64; see `createRuntime`. */
  readonly masterKey?: string
  /**
   * Send refused commands again on each later day, and what is left at the end in one bundle for each stream: for papers
   * that come in out of order. Such steps are not skipped when they are played again; their ids show what is recorded.
   */
  readonly retryRefused?: boolean
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
  readonly refused: readonly RefusedStep[]
}

export interface RefusedStep {
  readonly commandId: string
  readonly type: string
  readonly rule: string
  readonly evidence: unknown
}

/** A refused step that may be sent again. */
interface Refused {
  readonly step: Step | CorrectionStep
  readonly rejection: Rejection
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
export const play = async (
  storage: Storage,
  steps: Iterable<Step | CorrectionStep>,
  options: PlayOptions = {},
): Promise<PlayReport> => {
  const { domain = coreDomain, masterKey, retryRefused = false, signal, onProgress } = options
  const recorded = await lastRecorded(storage.events)
  let now = recorded?.at ?? ''
  const runtime = createRuntime(domain, storage, {
    clock: () => new Date(now),
    ...(masterKey !== undefined && { masterKey }),
  })
  let refused: Refused[] = []
  let done = 0
  let skipped = 0
  let events = 0
  let day = ''
  const progress = (): PlayProgress => ({ steps: done, events, day })
  const report = (interrupted: boolean): PlayReport => ({
    ...progress(),
    skipped,
    refused: refused.map(refusedStep),
    interrupted,
  })

  const settle = () => runtime.settle({ projections: false, ...(signal !== undefined && { signal }) })

  /** Executes a step; gives the rejection if a rule refused it. */
  const execute = async (step: Step | CorrectionStep): Promise<Rejection | undefined> => {
    const { actor, commandId } = step
    const outcome =
      'correction' in step ? await correct(runtime, step) : await runtime.execute(step.command, { actor, commandId })()
    if (E.isRight(outcome)) events += outcome.right.duplicate ? 0 : outcome.right.events.length
    else if (outcome.left._tag === 'Rejected') return outcome.left.rejection
    else throw failed(step, outcome.left)
    return undefined
  }

  /** Sends refused steps again, until none of them is accepted any more. */
  const retry = async (): Promise<void> => {
    for (let before = Number.POSITIVE_INFINITY; refused.length < before && refused.length > 0; ) {
      before = refused.length
      const still: Refused[] = []
      for (const { step } of refused) {
        if (signal?.aborted) return
        const rejection = await execute(step)
        if (rejection !== undefined) still.push({ step, rejection })
      }
      refused = still
      await settle()
    }
  }

  // what the processes were interrupted at comes before the next step
  let isInterrupted = recorded !== undefined
  for (const step of steps) {
    if (signal?.aborted) return report(true)
    done += 1
    const today = step.at.slice(0, 10)
    if (retryRefused && today !== day && day !== '') await retry()
    day = today
    if (recorded !== undefined) {
      if (done === 1 && recorded.firstCommand !== step.commandId)
        throw new PlayError(
          `${storage.name} already holds another log: use an empty store, or the store in which these steps were begun`,
        )
      if (!retryRefused && compareInstants(step.at, recorded.at) < 0) {
        skipped += 1
        continue
      }
    }
    if (isInterrupted) await settle()
    if (signal?.aborted) return report(true)
    isInterrupted = false
    now = step.at
    const rejection = await execute(step)
    if (rejection !== undefined) refused.push({ step, rejection })
    if (step.settle) await settle()
    onProgress?.(progress())
  }
  await settle()
  if (retryRefused) {
    await retry()
    await enterBundles(runtime, refused)
    await settle()
    await retry()
  }
  return report(signal?.aborted === true)
}

const refusedStep = ({ step, rejection: { rule, evidence } }: Refused): RefusedStep => ({
  commandId: step.commandId,
  type: typeOf(step),
  rule,
  evidence,
})

const typeOf = (step: Step | CorrectionStep): string =>
  'correction' in step ? `correction of ${step.correction.command.type}` : step.command.type

/** Papers that block each other one by one go in together: all those of a stream in one bundle. */
const enterBundles = async (runtime: Runtime<unknown>, refused: readonly Refused[]): Promise<void> => {
  const commands = refused.flatMap(({ step }) => ('correction' in step ? [] : [step]))
  const [first] = commands
  if (first === undefined) return
  const bundle = commands.map(({ command, commandId }) => ({ command, commandId }))
  await runtime.executeAll(bundle, { actor: first.actor })()
}

const failed = (failedStep: Step | CorrectionStep, error: Exclude<ExecuteError, { _tag: 'Rejected' }>): PlayError => {
  const step = `step ${failedStep.commandId} (${typeOf(failedStep)}) failed`
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
      if (at === '' || compareInstants(recordedAt, at) > 0) at = recordedAt
    }
  return firstCommand === undefined ? undefined : { firstCommand, at }
}
