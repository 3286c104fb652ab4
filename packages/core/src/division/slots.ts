import type { Slots } from '@skein/kernel'
import type { Event } from './events.js'

/** What an event states, for each thing that can be stated again. */
export const slots: Slots<Event, unknown> = ({ type }) => [type]
