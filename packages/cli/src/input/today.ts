import { type Day, day } from '@skein/kernel'
import type { Context } from '../command.js'
import { dayIn } from './values.js'

/** The day that views are told for: `--today`, or the day it is where the programme runs. */
export const todayOf = ({ options, io }: Context): Day => {
  const typed = options.text('today')
  return typed === undefined ? dayOf(io.now()) : dayIn('--today', typed)
}

/** The runtime's own default time zone. */
const format = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The day of an instant where the programme runs. */
export const dayOf = (instant: Date): Day => day(format.format(instant))
