import { domain } from '@skein/core'
import { createRuntime, type Storage, status } from '@skein/engine'
import type { Text } from '@skein/kernel'
import { PlayError, type PlayReport, play, type Step } from '@skein/simulator'
import type { Context } from '../command.js'
import { failed } from '../failure.js'
import { failureOf, interrupted } from '../failure-of.js'
import { playTexts } from '../texts/play.js'
import { progressTexts } from '../texts/progress.js'
import { rebuildWithProgress } from './rebuild/run.js'

interface Playing {
  readonly label: Text
  /** The store as it was typed. */
  readonly store: string
  readonly masterKey: string | undefined
  /** Told twice: once to count. */
  steps(): Iterable<Step>
}

/** Enters a story into a store, shows how far it is, and brings the read models up to date. */
export const playWithProgress = async (
  context: Context,
  storage: Storage,
  { label, store, masterKey, steps }: Playing,
): Promise<PlayReport> => {
  // another master key than the store's is found out before the first step
  await createRuntime(domain, storage, masterKey === undefined ? {} : { masterKey }).decrypt(null)
  const progress = context.progress(label, progressTexts.steps)
  const { signal } = context.io
  try {
    const total = countOf(steps())
    const played = await play(storage, steps(), {
      signal,
      onProgress: ({ steps: done }) => progress.update(done, total),
      ...(masterKey === undefined ? {} : { masterKey }),
    })
    if (played.interrupted) throw interrupted()
    return played
  } catch (error) {
    if (!(error instanceof PlayError)) throw error
    if (error.cause !== undefined) throw failureOf(error.cause, store)
    throw failed('otherLog', playTexts.otherLog(store, error.message), error)
  } finally {
    progress.end()
  }
}

const countOf = (steps: Iterable<Step>): number => {
  let count = 0
  for (const _step of steps) count += 1
  return count
}

/** Read models that are missing or behind are told anew. */
export const bringUpToDate = async (context: Context, storage: Storage): Promise<void> => {
  const all = await status(domain, storage)
  if (all.every(({ state, lag }) => state === 'live' && lag === 0)) return
  const { interrupted: isInterrupted } = await rebuildWithProgress(context, storage, { signal: context.io.signal })
  if (isInterrupted) throw interrupted()
}
