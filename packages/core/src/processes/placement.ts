// Lets a placed household accept its mentor, then confirms the placement in the agreement. If one side refuses, the
// other is undone.
import { readView } from '@skein/kernel'
import * as Agreement from '../agreement/views.js'
import type { AgreementId, HouseholdId } from '../shared/value-objects.js'
import { defineProcess, onEvent, streamId, withView } from './define-process.js'
import type { Command, Events } from './types.js'

type Event = Events<'HouseholdPlaced' | 'MentorAccepted'>

export const placement = defineProcess<Event, Command>(
  'placement',
  {
    HouseholdPlaced: withView(
      ({ id }) => readView(Agreement.stream(id), Agreement.terms),
      (cause, { mentorId }) => {
        const { householdId, attempt, on } = cause.event.data
        if (mentorId === undefined) return []
        const agreementId = streamId<AgreementId>(cause)
        return [{ type: 'AcceptMentor', data: { householdId, agreementId, mentorId, attempt, on } }]
      },
    ),
    MentorAccepted: onEvent((cause) => {
      const { agreementId, attempt, on } = cause.event.data
      return [
        { type: 'ConfirmPlacement', data: { agreementId, householdId: streamId<HouseholdId>(cause), attempt, on } },
      ]
    }),
  },
  (command, _rejection, { event }) => {
    const { on } = event.data
    if (command.type === 'AcceptMentor') {
      const { agreementId, householdId, attempt } = command.data
      return [{ type: 'DeclinePlacement', data: { agreementId, householdId, attempt, reason: 'mentorRefused', on } }]
    }
    if (command.type === 'ConfirmPlacement') {
      const { agreementId, householdId, attempt } = command.data
      return [{ type: 'EndMentor', data: { householdId, agreementId, attempt, reason: 'placementOver', on } }]
    }
    return []
  },
)
