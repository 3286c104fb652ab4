import type { Aggregate } from '@skein/kernel'
import { withBase } from '../divisions/refs.js'
import * as Commands from './commands.js'
import { decider } from './decide.js'
import * as Events from './events.js'
import type { Views } from './reads.js'
import { rules } from './rules.js'
import type { State } from './state.js'

export type { Views } from './reads.js'
export type { State } from './state.js'
export * from './views.js'
export { Commands, decider, Events, rules }

/** A training batch (培训班): its schedule, gates, seats, deliveries and results. */
export const aggregate: Aggregate<Commands.Command, Events.Event, State, Views> = {
  name: 'batch',
  decider,
  rules,
  commands: Commands.types,
  events: Events.types,
  division: { determinedBy: { BatchPlanned: withBase } },
}
