import type { Aggregate } from '@skein/kernel'
import { withStream } from '../divisions/refs.js'
import * as Commands from './commands.js'
import { decider } from './decide.js'
import * as Events from './events.js'
import { sees, type Views } from './reads.js'
import { rules } from './rules.js'
import type { State } from './state.js'

export type { Views } from './reads.js'
export type { State } from './state.js'
export * from './views.js'
export { Commands, decider, Events, rules }

/** A mentoring agreement (传帮带协议) between a lead household and the base. */
export const aggregate: Aggregate<Commands.Command, Events.Event, State, Views> = {
  name: 'agreement',
  decider,
  rules,
  commands: Commands.types,
  events: Events.types,
  division: { determinedBy: { AgreementSigned: withStream('journey', 'mentorId') } },
  sees,
}
