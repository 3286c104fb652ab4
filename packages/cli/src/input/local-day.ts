import { domain } from '@skein/core'
import { type Day, day } from '@skein/kernel'

const format = new Intl.DateTimeFormat('en-CA', {
  timeZone: domain.timeZone ?? 'UTC',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The day of an instant in the domain's time zone. */
export const localDay = (instant: Date): Day => day(format.format(instant))
