import type { Environment } from '../ports/environment.js'

/**
 * When to give up repeating what a store could not do, or what others were faster with: after so many attempts, or after ten
 * seconds. Stores have retried themselves before they say that they are unavailable.
 */
export const retryLimit = ({ now }: Pick<Environment, 'now'>, most: number): ((retries: number) => boolean) => {
  const startedAt = now()
  return (retries) => retries >= most || now() - startedAt >= 10_000
}
