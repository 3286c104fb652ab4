import type { Text } from '@skein/kernel'
import type { Context } from '../context.js'
import type { Progress } from '../output/progress-types.js'

/** Runs a job and shows how far it is, until it ends or fails. */
export const runWithProgress = async <Result>(
  context: Context,
  { label, unit }: { readonly label: Text; readonly unit: Text },
  job: (progress: Progress) => Promise<Result>,
): Promise<Result> => {
  const progress = await context.startProgress(label, unit)
  try {
    return await job(progress)
  } finally {
    progress.end()
  }
}
