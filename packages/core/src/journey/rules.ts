import type { Rule } from '@skein/kernel'
import type { Event } from './events.js'
import type { Views } from './reads.js'
import { cadreRules } from './rules-cadres.js'
import { generalRules } from './rules-general.js'
import { leadRules } from './rules-leads.js'
import { selectionRules } from './rules-selection.js'
import { trainingRules } from './rules-training.js'
import type { State } from './state.js'

/** In the order in which they judge: the first rule that an event breaks refuses the command. */
export const rules: readonly Rule<Event, State, Views>[] = [
  ...generalRules,
  ...selectionRules,
  ...trainingRules,
  ...leadRules,
  ...cadreRules,
]
