// Every event of the domain, as one union.
import type * as Agreement from './agreement/events.js'
import type * as Base from './base/events.js'
import type * as Batch from './batch/events.js'
import type * as Calendar from './calendar/events.js'
import type * as Course from './course/events.js'
import type * as Division from './division/events.js'
import type * as Household from './household/events.js'
import type * as Instructor from './instructor/events.js'
import type * as Journey from './journey/events.js'

export type DomainEvent =
  | Agreement.Event
  | Base.Event
  | Batch.Event
  | Calendar.Event
  | Course.Event
  | Division.Event
  | Household.Event
  | Instructor.Event
  | Journey.Event
