// Which division a stream, an event or a document belongs to is the domain's knowledge. Only this file imports it; the rest
// of the package goes through here.
import {
  canChangeDivision,
  type DivisionRef,
  determinesDivision,
  divisionOf,
  divisionRefOf,
  divisionRefOfDocument,
  isWithinDivision,
} from '@skein/core'

export type { DivisionRef }

/** Whether events of this type may set the division of their stream. */
export const eventDeterminesDivision = (type: string): boolean => determinesDivision(type)

/** Where an event puts its stream from then on; `undefined` if it leaves that as it was. */
export const divisionRefFromEvent = (event: {
  readonly type: string
  readonly data: object
}): DivisionRef | undefined => divisionRefOf(event)

/** Whether a later event may move the stream to another division. */
export const streamCanChangeDivision = (stream: string): boolean => canChangeDivision(stream)

/** Where a document of a read model belongs; `undefined` if that is unknown. */
export const divisionRefFromDocument = (readModel: string, key: string, doc: unknown): DivisionRef | undefined =>
  divisionRefOfDocument(readModel, key, doc)

/** Follows a reference, through other streams where necessary, to the code of a division. */
export const resolveDivision = (
  ref: DivisionRef | undefined,
  find: (stream: string) => Promise<DivisionRef | undefined>,
): Promise<string | 'everywhere' | undefined> => divisionOf(ref, find)

/** Whether a division is another one or lies below it, by their codes. */
export const liesWithin = (division: string, ancestor: string): boolean => isWithinDivision(division, ancestor)
