import { type DivisionRef, partsOf } from '@skein/kernel'

/** Finds where a stream belongs, by its last event that determines it; `undefined` if there is none. */
export type FindDivisionRef = (stream: string) => Promise<DivisionRef | undefined>

/** More than any chain of refs has: from an agreement to its mentor, from the mentor to a division. */
const maxHops = 4

/**
 * Follows a ref to the code of a division. `'everywhere'` for sums over all divisions; `undefined` if the division
 * cannot be determined (adapters then show it only to people who may see all divisions).
 *
 * @example
 * await divisionOf({ with: 'batch-2018-1' }, find) // '532329104', the division of its base
 */
export const divisionOf = async (
  ref: DivisionRef | undefined,
  find: FindDivisionRef,
): Promise<string | 'everywhere' | undefined> => {
  let current = ref
  for (let hop = 0; hop < maxHops; hop++) {
    if (current === undefined || current === 'everywhere') return current
    if ('division' in current) return current.division
    current = divisionOfStream(current.with) ?? (await find(current.with))
  }
  return undefined
}

/** The id of a division's stream is its code. */
const divisionOfStream = (stream: string): DivisionRef | undefined => {
  const { aggregate, id } = partsOf(stream)
  return aggregate === 'division' ? { division: id } : undefined
}

/** Whether `division` is `within` or lies in it: the code of a village begins with the code of its township. */
export const isWithinDivision = (division: string, within: string): boolean =>
  [6, 9, 12].includes(within.length) && division.startsWith(within)
