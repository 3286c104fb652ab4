// B4 and T3: what is asked of a place, wherever it is taken or given up.
import { type AnyEvent, type Evidence, type Rule, ruleFor } from '@skein/kernel'
import type { PlaceView } from '../../base/state.js'

/** A place's closing day, if it has one, and a day on which it is taken, if there is one. */
export type Occupation = {
  readonly placeId: string
  readonly closedOn?: string | undefined
  readonly takenOn?: string | undefined
  readonly takenFor?: string | undefined
}

/** B4, judged where a place is closed and where a closed one would be taken. */
export const B4 =
  <Event extends AnyEvent, State, Facts>() =>
  <Type extends Event['type']>(
    on: readonly Type[],
    occupation: (event: Extract<Event, { type: Type }>, before: State, facts: Facts) => Occupation,
  ): Rule<Event, State, Facts> =>
    ruleFor<Event, State, Facts>()({
      id: 'B4',
      title: {
        en: 'A place with bookings ahead is not closed, and a closed place is not booked.',
        zh: '仍有预订的场所不得关闭,已关闭的场所不得预订。',
      },
      basis: 'own: a closed place would leave a session without a room',
      on,
      breach: (event, before, facts) => {
        const { placeId, closedOn, takenOn, takenFor } = occupation(event, before, facts)
        if (closedOn === undefined || takenOn === undefined || takenOn < closedOn) return undefined
        return { placeId, closedOn, takenOn, takenFor: takenFor ?? null }
      },
    })

/** The place that is to put somebody up, as the base has it. */
export type Dormitory = { readonly dormitoryId: string; readonly place: PlaceView }

/** Why a place can't put anybody up. */
const notADormitory = ({ dormitoryId, place: { openedOn, closedOn, kind } }: Dormitory): Evidence | undefined => {
  if (openedOn === undefined) return { dormitoryId, opened: false }
  if (kind !== 'dormitory') return { dormitoryId, kind: kind ?? null, expected: 'dormitory' }
  return closedOn === undefined ? undefined : { dormitoryId, closedOn }
}

/** T3, judged where a boarder takes a seat and again where the bed is reserved; `undefined` for who does not board. */
export const T3 =
  <Event extends AnyEvent, State, Facts>() =>
  <Type extends Event['type']>(
    on: Type,
    dormitory: (event: Extract<Event, { type: Type }>, before: State, facts: Facts) => Dormitory | undefined,
  ): Rule<Event, State, Facts> =>
    ruleFor<Event, State, Facts>()({
      id: 'T3',
      title: { en: 'Boarding names an open dormitory of the base.', zh: '住宿须指定本基地开放的宿舍。' },
      basis: 'article: trainees board at the base',
      on: [on],
      breach: (event, before, facts) => {
        const named = dormitory(event, before, facts)
        return named && notADormitory(named)
      },
    })
