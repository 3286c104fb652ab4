import { Problem } from '../problems/problem.js'

/**
 * The result of `work`, or a `Problem` after `timeoutMs`. The work itself is not cancelled: it goes on, and a later
 * failure of it is ignored.
 *
 * @param problem `outcome-unknown` for work that may have written something
 */
export const withDeadline = async <Result>(
  work: Promise<Result>,
  timeoutMs: number,
  problem: 'unavailable' | 'outcome-unknown',
): Promise<Result> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Problem(problem, {}, { 'Retry-After': '2' })), timeoutMs)
  })
  work.catch(() => undefined)
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
