// An exit from poverty, or a relapse into it, counts for the agreement that carried the household.
import type { HouseholdId } from '../shared/words.js'
import { own, processOf, telling } from './answering.js'
import type { Command, Events } from './types.js'

type Event = Events<'PovertyExited' | 'PovertyRelapsed'>
type Told = { readonly id: string; readonly event: Event }

const recorded = (cause: Told, outcome: 'exited' | 'relapsed'): readonly Command[] => {
  const { agreementId, people, on } = cause.event.data
  if (agreementId === undefined) return []
  return [{ type: 'RecordOutcome', data: { agreementId, householdId: own<HouseholdId>(cause), outcome, people, on } }]
}

export const outcome = processOf<Event, Command>('outcome', {
  PovertyExited: telling((cause) => recorded(cause, 'exited')),
  PovertyRelapsed: telling((cause) => recorded(cause, 'relapsed')),
})
