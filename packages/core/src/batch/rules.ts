import type { Rule } from '@skein/kernel'
import type { Event } from './events.js'
import type { Views } from './reads.js'
import { deliveryRules } from './rules-delivery.js'
import { generalRules } from './rules-general.js'
import { scheduleRules } from './rules-schedule.js'
import type { State } from './state.js'

/** In the order in which they judge: the first rule that an event breaks refuses the command. */
export const rules: readonly Rule<Event, State, Views>[] = [...generalRules, ...scheduleRules, ...deliveryRules]
