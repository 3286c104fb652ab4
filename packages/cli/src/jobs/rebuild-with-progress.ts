import { type RebuildOptions, type RebuildReport, rebuild, type Storage, status } from '@skein/engine'
import type { Context } from '../context.js'
import { interrupted } from '../failures/failure.js'
import { progressMessages as messages } from '../messages/progress.js'
import { runWithProgress } from './run-with-progress.js'

export const rebuildWithProgress = async (
  context: Context,
  storage: Storage,
  options: Omit<RebuildOptions, 'signal' | 'onProgress'> = {},
): Promise<RebuildReport> => {
  const unit = options.verify ? messages.events : messages.eventsOfReadModels
  return runWithProgress(context, { label: messages.rebuild, unit }, (progress) =>
    rebuild(context.domain, storage, {
      ...options,
      signal: context.io.signal,
      onProgress: ({ events, total }) => progress.update(events, total),
    }),
  )
}

/** Rebuilds all read models, where one is absent or behind. */
export const rebuildWhereBehind = async (context: Context, storage: Storage): Promise<void> => {
  const all = await status(context.domain, storage)
  if (all.every(({ state, lag }) => state === 'live' && lag === 0)) return
  const report = await rebuildWithProgress(context, storage)
  if (report.interrupted) throw interrupted()
}
