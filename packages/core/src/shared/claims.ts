// The scopes of claims: what only one stream may have. They are kept in stores, as fingerprints.
import { streamOf } from '@skein/kernel'

/** Ids of places: a place belongs to the base that opened it. */
export const placeIds = 'place'

/** ID numbers of the people of one base. */
export const peopleOf = (baseId: string): string => streamOf('base', baseId)
