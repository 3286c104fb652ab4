import { alreadyRecordedBy, type Decider, withMirrors } from '@skein/kernel'
import { type Command, type Decided, mirrors } from './commands.js'
import type { Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { slots } from './slots.js'
import { evolve, incidenceOf, initialState, type State } from './state.js'

/** An exit records the poverty incidence and the limit with which it was compared. */
const propose = (
  { data: { code: _, ...data } }: Decided,
  state: State,
  { policy: { policy } }: Views,
): readonly Event[] => {
  if (data.status !== 'exited') return [{ type: 'DivisionClassified', data }]
  const incidence = incidenceOf(state)
  const comparison = { ...(incidence !== undefined && { incidence }), limit: policy.villageExitIncidence }
  return [{ type: 'DivisionClassified', data: { ...data, ...comparison } }]
}

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  alreadyRecordedFor: alreadyRecordedBy(slots),
}
