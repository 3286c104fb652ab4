// Where the domain says which division a stream, an event or a document belongs to. Only this file asks the domain for
// it; the rest of the package goes through here.
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

/** Whether events of this type may say where their stream belongs. */
export const eventDeterminesDivision = (type: string): boolean => determinesDivision(type)

/** Where an event says that its stream belongs from then on; `undefined` if it does not say. */
export const divisionRefFromEvent = (event: {
  readonly type: string
  readonly data: object
}): DivisionRef | undefined => divisionRefOf(event)

/** Whether a later event may move the stream to another division. */
export const streamCanChangeDivision = (stream: string): boolean => canChangeDivision(stream)

/** Where a document of a read model belongs; `undefined` if it cannot be told. */
export const divisionRefFromDocument = (readModel: string, key: string, doc: unknown): DivisionRef | undefined =>
  divisionRefOfDocument(readModel, key, doc)

/** Follows a reference, through other streams if need be, to the code of a division. */
export const resolveDivision = (
  ref: DivisionRef | undefined,
  find: (stream: string) => Promise<DivisionRef | undefined>,
): Promise<string | 'everywhere' | undefined> => divisionOf(ref, find)

/** Whether a division is another one or lies below it, by their codes. */
export const liesWithin = (division: string, ancestor: string): boolean => isWithinDivision(division, ancestor)
