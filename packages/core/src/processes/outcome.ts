// Records an exit from poverty or a relapse in the agreement under which the household is mentored.
import type { Cause } from '@skein/kernel'
import type { HouseholdId } from '../shared/value-objects.js'
import { defineProcess, onEvent, streamId } from './define-process.js'
import type { Command, Events } from './types.js'

type Event = Events<'PovertyExited' | 'PovertyRelapsed'>

const recordOutcome = (cause: Cause<Event>, outcome: 'exited' | 'relapsed'): readonly Command[] => {
  const { agreementId, people, on } = cause.event.data
  if (agreementId === undefined) return []
  return [
    { type: 'RecordOutcome', data: { agreementId, householdId: streamId<HouseholdId>(cause), outcome, people, on } },
  ]
}

export const outcome = defineProcess<Event, Command>('outcome', {
  PovertyExited: onEvent((cause) => recordOutcome(cause, 'exited')),
  PovertyRelapsed: onEvent((cause) => recordOutcome(cause, 'relapsed')),
})
