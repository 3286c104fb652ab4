// An exit from poverty, or a relapse into it, counts for the agreement that carried the household.
import type { HouseholdId } from '../shared/value-objects.js'
import { defineProcess, onEvent, streamId } from './define-process.js'
import type { Command, Events } from './types.js'

type Event = Events<'PovertyExited' | 'PovertyRelapsed'>
type Told = { readonly id: string; readonly event: Event }

const recorded = (cause: Told, outcome: 'exited' | 'relapsed'): readonly Command[] => {
  const { agreementId, people, on } = cause.event.data
  if (agreementId === undefined) return []
  return [
    { type: 'RecordOutcome', data: { agreementId, householdId: streamId<HouseholdId>(cause), outcome, people, on } },
  ]
}

export const outcome = defineProcess<Event, Command>('outcome', {
  PovertyExited: onEvent((cause) => recorded(cause, 'exited')),
  PovertyRelapsed: onEvent((cause) => recorded(cause, 'relapsed')),
})
