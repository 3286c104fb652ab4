import type * as Agreement from '../agreement/commands.js'
import type * as Batch from '../batch/commands.js'
import type * as Calendar from '../calendar/commands.js'
import type { DomainEvent } from '../events.js'
import type * as Household from '../household/commands.js'
import type * as Instructor from '../instructor/commands.js'
import type * as Journey from '../journey/commands.js'

/** The commands that processes may send. */
export type Command =
  | Agreement.Command
  | Batch.Command
  | Calendar.Command
  | Household.Command
  | Instructor.Command
  | Journey.Command

/** The events of these types. */
export type Events<Type extends DomainEvent['type']> = Extract<DomainEvent, { type: Type }>
