import { type DivisionRef, partsOf } from '@skein/kernel'

/** Finds where another stream belongs, by its last event that determines it; `undefined` where there is none. */
export type FindDivisionRef = (stream: string) => Promise<DivisionRef | undefined>

/** No chain of refs is longer: an agreement is with its mentor, the mentor in a division. */
const mostHops = 4

/**
 * The code of the division that something belongs to, `'everywhere'` for sums over all of them, `undefined` where it
 * can't be determined: then only those who may see everything see it.
 *
 * @example
 * await divisionOf({ with: 'batch-2018-1' }, find) // '532329104', where its base is
 */
export const divisionOf = async (
  ref: DivisionRef | undefined,
  find: FindDivisionRef,
): Promise<string | 'everywhere' | undefined> => {
  let at = ref
  for (let hop = 0; hop < mostHops; hop++) {
    if (at === undefined || at === 'everywhere') return at
    if ('division' in at) return at.division
    at = ownDivision(at.with) ?? (await find(at.with))
  }
  return undefined
}

/** A division's stream is named by its code. */
const ownDivision = (stream: string): DivisionRef | undefined => {
  const { aggregate, id } = partsOf(stream)
  return aggregate === 'division' ? { division: id } : undefined
}

/** Whether `division` is `within` or a part of it: the codes nest, a village's begins with its township's. */
export const isWithinDivision = (division: string, within: string): boolean =>
  [6, 9, 12].includes(within.length) && division.startsWith(within)
