import { Problem } from '../problems/problem.js'

/** The result, or the problem where it takes longer. What was begun goes on, and its failure is nobody's any more. */
export const within = async <Result>(
  work: Promise<Result>,
  milliseconds: number,
  late: 'unavailable' | 'outcome-unknown',
): Promise<Result> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Problem(late, {}, { 'Retry-After': '2' })), milliseconds)
  })
  work.catch(() => undefined)
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}

/** Some milliseconds, or until the signal. */
export const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
  })
