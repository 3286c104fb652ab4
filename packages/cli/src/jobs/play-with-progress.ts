import type { Storage } from '@skein/engine'
import { hasTag, type Text } from '@skein/kernel'
import { type CorrectionStep, type PlayError, type PlayReport, play, type Step } from '@skein/simulator'
import type { Context } from '../context.js'
import { failed, interrupted } from '../failures/failure.js'
import { failureOf, textOf } from '../failures/failure-of.js'
import { playMessages as messages } from '../messages/play.js'
import { progressMessages } from '../messages/progress.js'
import { openRuntime } from '../runtime.js'
import type { ChosenStore } from '../storage/chosen-store.js'
import { runWithProgress } from './run-with-progress.js'

interface PlayOptions {
  readonly label: Text
  readonly store: ChosenStore
  readonly masterKey?: string
  /** See `play`. */
  readonly retryRefused?: boolean
  /** Called twice: the first time to count the steps. */
  steps(): Iterable<Step | CorrectionStep>
}

/** Executes the commands of a made-up programme. */
export const playWithProgress = async (
  context: Context,
  storage: Storage,
  { label, store, masterKey, retryRefused = false, steps }: PlayOptions,
): Promise<PlayReport> => {
  const key = masterKey === undefined ? {} : { masterKey }
  // fails before the first step where the store was written with another master key
  await openRuntime(context, storage, key).decrypt(null)
  const { signal } = context.io
  const report = await runWithProgress(context, { label, unit: progressMessages.steps }, (progress) => {
    const total = countOf(steps())
    return play(storage, steps(), {
      ...key,
      domain: context.domain,
      retryRefused,
      signal,
      onProgress: ({ steps: done }) => progress.update(done, total),
    })
  }).catch((error: unknown) => {
    throw hasTag<PlayError>(error, 'PlayError') ? playFailure(error, store) : error
  })
  if (report.interrupted) throw interrupted()
  return report
}

const playFailure = (error: PlayError, store: ChosenStore) => {
  if (error.cause !== undefined) return failureOf(error.cause, store.options)
  const { en, zh } = textOf(error) ?? { en: error.message, zh: error.message }
  return failed('otherLog', messages.otherLog(store.name, en, zh), error)
}

const countOf = (steps: Iterable<unknown>): number => {
  let count = 0
  for (const _step of steps) count += 1
  return count
}
