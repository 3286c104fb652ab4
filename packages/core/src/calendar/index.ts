import type { Aggregate } from '@skein/kernel'
import { withBase } from '../divisions/refs.js'
import { placeIds } from '../shared/claims.js'
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

/** The calendar of one place: sessions in a room, boarders in the beds of a dormitory. */
export const aggregate: Aggregate<Commands.Command, Events.Event, State, Views> = {
  name: 'calendar',
  decider,
  rules,
  commands: Commands.types,
  events: Events.types,
  // it holds reservations for days to come
  order: 'recorded',
  division: { determinedBy: { PlaceBooked: withBase, BedReserved: withBase }, claimedIn: placeIds },
}
