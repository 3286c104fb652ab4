import type { Aggregate } from '@skein/kernel'
import { inTownship } from '../divisions/refs.js'
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

/** The training and practice base (实践基地): its places, money, plaques and policies. */
export const aggregate: Aggregate<Commands.Command, Events.Event, State, Views> = {
  name: 'base',
  decider,
  rules,
  commands: Commands.types,
  events: Events.types,
  division: { determinedBy: { BaseFounded: inTownship('divisionCode') }, servesBelow: true },
  claim: ({ type, data }) =>
    type === 'OpenFacility' || type === 'OpenPracticePoint' ? { scope: placeIds, value: data.placeId } : undefined,
}
