import { type Day, type Domain, day } from '@skein/kernel'

/** The day of an instant in the domain's time zone. */
export const localDay = (instant: Date, { timeZone = 'UTC' }: Pick<Domain, 'timeZone'>): Day =>
  day(new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant))
