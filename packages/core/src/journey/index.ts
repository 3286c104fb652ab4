import type { Aggregate } from '@skein/kernel'
import { inDivision } from '../divisions/refs.js'
import { peopleOf } from '../shared/claims.js'
import * as Commands from './commands.js'
import { decider } from './decide.js'
import * as Events from './events.js'
import { sees, type Views } from './reads.js'
import { rules } from './rules.js'
import { type State, stageOf, stream } from './state.js'

export type { Views } from './reads.js'
export type { Stage, State, Status } from './state.js'
export * from './views.js'
export { Commands, decider, Events, rules, stageOf, stream }

/** The journey of one person, from nomination to mentoring. The layout of this folder is that of all aggregates. */
export const aggregate: Aggregate<Commands.Command, Events.Event, State, Views> = {
  name: 'journey',
  decider,
  rules,
  commands: Commands.types,
  events: Events.types,
  division: { determinedBy: { CandidateNominated: inDivision('divisionCode') }, canChange: true },
  sees,
  claim: ({ type, data }) =>
    type === 'NominateCandidate' && data.personal.idNumber !== undefined
      ? { scope: peopleOf(data.baseId), value: data.personal.idNumber }
      : undefined,
}
