import { type Day, day } from '@skein/kernel'

const minute = 60_000

/** Whether there is a time zone of this name. */
export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/**
 * The day of an instant in a time zone.
 *
 * @param timeZone an IANA name, such as `Asia/Shanghai`
 */
export const dayIn = (timeZone: string): ((instant: Date) => Day) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  let cached: { readonly minute: number; readonly day: Day } | undefined
  return (instant) => {
    // formatting is slow, and no day begins within a minute
    const current = Math.floor(instant.getTime() / minute)
    if (cached?.minute !== current) {
      const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
      cached = { minute: current, day: day(`${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}`) }
    }
    return cached.day
  }
}
