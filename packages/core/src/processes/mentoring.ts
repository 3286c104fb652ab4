// Starts the mentoring of a person who signs an agreement. The end of the agreement ends it, and every placement.
// If mentoring is refused, terminates the agreement.
import { type Cause, readView } from '@skein/kernel'
import * as Agreement from '../agreement/views.js'
import type { AgreementId } from '../shared/value-objects.js'
import { defineProcess, onEvent, streamId, withView } from './define-process.js'
import type { Command, Events } from './types.js'

type Ending = Events<'AgreementCompleted' | 'AgreementTerminated'>
type Event = Ending | Events<'AgreementSigned' | 'HouseholdReleased'>

const terms = ({ id }: { readonly id: string }) => readView(Agreement.stream(id), Agreement.terms)

const endMentoring = (cause: Cause<Ending>, { mentorId }: Agreement.Terms, outcome: string): readonly Command[] => {
  const { households, on } = cause.event.data
  const agreementId = streamId<AgreementId>(cause)
  return [
    ...(mentorId === undefined
      ? []
      : [{ type: 'EndMentoring' as const, data: { traineeId: mentorId, agreementId, outcome, on } }]),
    ...households.map((householdId) => ({
      type: 'EndMentor' as const,
      data: { householdId, agreementId, reason: 'agreementEnded', on },
    })),
  ]
}

export const mentoring = defineProcess<Event, Command>(
  'mentoring',
  {
    AgreementSigned: onEvent(({ event: { data } }) => [
      { type: 'StartMentoring', data: { traineeId: data.mentorId, agreementId: data.agreementId, on: data.on } },
    ]),
    AgreementCompleted: withView(terms, (cause, view) => endMentoring(cause, view, 'completed')),
    AgreementTerminated: withView(terms, (cause, view) => endMentoring(cause, view, 'terminated')),
    HouseholdReleased: onEvent((cause) => [
      { type: 'EndMentor', data: { ...cause.event.data, agreementId: streamId<AgreementId>(cause) } },
    ]),
  },
  (command, _rejection, { event }) =>
    command.type === 'StartMentoring'
      ? [
          {
            type: 'TerminateAgreement',
            data: { agreementId: command.data.agreementId, reason: 'mentoringRefused', on: event.data.on },
          },
        ]
      : [],
)
