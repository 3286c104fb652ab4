import type { AnyEvent } from '@skein/kernel'

/**
 * Events whose attempts are numbered as they appear: an attempt is named after where it was recorded, which depends on the
 * order of entry. Those of two agreements or batches are different ones.
 */
export const withoutAttempts = (entries: readonly (readonly AnyEvent[])[]): readonly (readonly AnyEvent[])[] => {
  const numbers = new Map<string, number>()
  return entries.map((events) =>
    events.map((event) => {
      const attempt: unknown = Reflect.get(event.data, 'attempt')
      if (attempt === undefined) return event
      const { agreementId = '', batchId = '' }: Readonly<Record<string, unknown>> = { ...event.data }
      const key = JSON.stringify([agreementId, batchId, attempt])
      const number = numbers.get(key) ?? numbers.size
      numbers.set(key, number)
      return { ...event, data: { ...event.data, attempt: number } }
    }),
  )
}
