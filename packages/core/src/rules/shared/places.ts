// The conditions of B4 and T3 on the places of a base.
import type { Evidence, RuleMetadata } from '@skein/kernel'

/** Judged when a place is closed, and when a place is scheduled, booked or reserved. */
export const B4: RuleMetadata = {
  id: 'B4',
  title: {
    en: 'A place with upcoming bookings is not closed, and a closed place is not booked.',
    zh: '仍有预订的场所不得关闭,已关闭的场所不得预订。',
  },
  basis: 'own: a closed place would leave a session without a room',
}

/** What B4 compares: the day on which a place closes, and a day on which it is occupied; `undefined` for none. */
export type Occupation = {
  readonly placeId: string
  readonly closedOn?: string | undefined
  readonly takenOn?: string | undefined
  readonly takenFor?: string | undefined
}

/** B4: the place is occupied on the day it closes, or after it. */
export const takenWhileClosed = ({ placeId, closedOn, takenOn, takenFor }: Occupation): Evidence | undefined => {
  if (closedOn === undefined || takenOn === undefined || takenOn < closedOn) return undefined
  return { placeId, closedOn, takenOn, takenFor: takenFor ?? null }
}

/** Judged when a boarder takes a seat, and again when the bed is reserved. */
export const T3: RuleMetadata = {
  id: 'T3',
  title: { en: 'A boarder stays in an open dormitory of the base.', zh: '住宿须指定本基地开放的宿舍。' },
  basis: 'article: trainees board at the base',
}

/** What T3 reads of a place. */
export type Dormitory = { readonly openedOn?: string; readonly closedOn?: string; readonly kind?: string }

/** T3: the place was never opened, is no dormitory, or is closed. */
export const notADormitory = (dormitoryId: string, { openedOn, closedOn, kind }: Dormitory): Evidence | undefined => {
  if (openedOn === undefined) return { dormitoryId, opened: false }
  if (kind !== 'dormitory') return { dormitoryId, kind: kind ?? null, expected: 'dormitory' }
  return closedOn === undefined ? undefined : { dormitoryId, closedOn }
}
