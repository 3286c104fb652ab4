// What is required of a place wherever it is taken or closed.
import type { Evidence, RuleMetadata } from '@skein/kernel'

/** Judged where a place is closed, and where a closed one would be taken. */
export const B4: RuleMetadata = {
  id: 'B4',
  title: {
    en: 'A place with bookings ahead is not closed, and a closed place is not booked.',
    zh: '仍有预订的场所不得关闭,已关闭的场所不得预订。',
  },
  basis: 'own: a closed place would leave a session without a room',
}

/** What B4 compares: the day a place closes, if it does, and a day on which it is taken, if there is one. */
export type Occupation = {
  readonly placeId: string
  readonly closedOn?: string | undefined
  readonly takenOn?: string | undefined
  readonly takenFor?: string | undefined
}

export const takenWhileClosed = ({ placeId, closedOn, takenOn, takenFor }: Occupation): Evidence | undefined => {
  if (closedOn === undefined || takenOn === undefined || takenOn < closedOn) return undefined
  return { placeId, closedOn, takenOn, takenFor: takenFor ?? null }
}

/** Judged where a boarder takes a seat, and again where the bed is reserved. */
export const T3: RuleMetadata = {
  id: 'T3',
  title: { en: 'Boarding names an open dormitory of the base.', zh: '住宿须指定本基地开放的宿舍。' },
  basis: 'article: trainees board at the base',
}

/** What T3 looks at of a place. */
export type Dormitory = { readonly openedOn?: string; readonly closedOn?: string; readonly kind?: string }

export const notADormitory = (dormitoryId: string, { openedOn, closedOn, kind }: Dormitory): Evidence | undefined => {
  if (openedOn === undefined) return { dormitoryId, opened: false }
  if (kind !== 'dormitory') return { dormitoryId, kind: kind ?? null, expected: 'dormitory' }
  return closedOn === undefined ? undefined : { dormitoryId, closedOn }
}
