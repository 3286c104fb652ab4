import { setTimeout as sleep } from 'node:timers/promises'

/** Does `attempt` again while it fails for a reason that passes, for at most `patience` milliseconds. */
export const retryUntil = async <T>(
  patience: number,
  passes: (error: unknown) => boolean,
  attempt: () => Promise<T>,
): Promise<T> => {
  const deadline = Date.now() + patience
  for (let pause = 10; ; pause = Math.min(pause * 2, 250)) {
    try {
      return await attempt()
    } catch (error) {
      if (!passes(error) || Date.now() >= deadline) throw error
    }
    // of uneven length, so that those who wait don't come back together
    await sleep(pause * (0.5 + Math.random()))
  }
}
