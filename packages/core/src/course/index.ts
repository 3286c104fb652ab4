import type { Aggregate } from '@skein/kernel'
import { withBase } from '../divisions/refs.js'
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

/** A course on the menu (菜单): offered, revised, withdrawn. */
export const aggregate: Aggregate<Commands.Command, Events.Event, State, Views> = {
  name: 'course',
  decider,
  rules,
  commands: Commands.types,
  events: Events.types,
  division: { determinedBy: { CourseOffered: withBase } },
  sees,
}
