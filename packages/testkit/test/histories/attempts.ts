import type { AnyEvent } from '@skein/kernel'

/**
 * Events whose attempts are numbered as they appear: an attempt is named after where it was recorded, which depends on the
 * order of entry.
 */
export const withoutAttempts = (entries: readonly (readonly AnyEvent[])[]): readonly (readonly AnyEvent[])[] => {
  const numbers = new Map<unknown, number>()
  return entries.map((events) =>
    events.map((event) => {
      const attempt: unknown = Reflect.get(event.data, 'attempt')
      if (attempt === undefined) return event
      const number = numbers.get(attempt) ?? numbers.size
      numbers.set(attempt, number)
      return { ...event, data: { ...event.data, attempt: number } }
    }),
  )
}
