// An agreement makes its signatory a mentor; its end ends the mentoring of everybody whom it carried.
import { type Cause, see } from '@skein/kernel'
import * as Agreement from '../agreement/views.js'
import type { AgreementId } from '../shared/words.js'
import { looking, own, processOf, telling } from './answering.js'
import type { Command, Events } from './types.js'

type Ending = Events<'AgreementCompleted' | 'AgreementTerminated'>
type Event = Ending | Events<'AgreementSigned' | 'HouseholdReleased'>

const terms = ({ id }: { readonly id: string }) => see(Agreement.stream(id), Agreement.terms)

const ended = (cause: Cause<Ending>, { mentorId }: Agreement.Terms, outcome: string): readonly Command[] => {
  const { households, on } = cause.event.data
  const agreementId = own<AgreementId>(cause)
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

export const mentoring = processOf<Event, Command>(
  'mentoring',
  {
    AgreementSigned: telling(({ event: { data } }) => [
      { type: 'StartMentoring', data: { traineeId: data.mentorId, agreementId: data.agreementId, on: data.on } },
    ]),
    AgreementCompleted: looking(terms, (cause, seen) => ended(cause, seen, 'completed')),
    AgreementTerminated: looking(terms, (cause, seen) => ended(cause, seen, 'terminated')),
    HouseholdReleased: telling((cause) => [
      { type: 'EndMentor', data: { ...cause.event.data, agreementId: own<AgreementId>(cause) } },
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
