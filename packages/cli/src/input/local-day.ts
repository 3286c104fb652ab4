import { type Day, day } from '@skein/kernel'

/** Where the programme runs: its days begin and end there. */
export const timeZone = 'Asia/Shanghai'

const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })

/** The day of an instant where the programme runs. */
export const localDay = (instant: Date): Day => day(format.format(instant))
