import type { Slots } from '@skein/kernel'
import type { Event } from './events.js'

/** The slots that an event fills: one for each thing that commands can state repeatedly. */
export const slots: Slots<Event, unknown> = ({ type }) => [type]
