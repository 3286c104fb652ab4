// Which division a stream belongs to: the one place that says so, for adapters that show people their own only.
import { type AnyEvent, partsOf } from '@skein/kernel'
import * as Base from '../base/index.js'
import * as Journey from '../journey/index.js'

/**
 * Where something belongs: in a division, wherever another stream does, or to everybody together. What a base runs
 * belongs where the base does; an agreement belongs with its mentor.
 */
export type DivisionRef =
  | { readonly division: string }
  | { readonly with: string }
  /** Sums over all divisions. */
  | 'everywhere'

const township = 9

/** A base is a township's, also where it stands in one of the villages: a village does not see what it runs for the others. */
const ofBase = (code: string): DivisionRef => ({ division: code.slice(0, township) })

const text = (data: object, field: string): string | undefined => {
  const value: unknown = Object.hasOwn(data, field) ? Reflect.get(data, field) : undefined
  return typeof value === 'string' ? value : undefined
}

type Settling = (data: object) => DivisionRef | undefined

const by =
  (field: string, home: (value: string) => DivisionRef): Settling =>
  (data) => {
    const value = text(data, field)
    return value === undefined ? undefined : home(value)
  }

const withBase = by('baseId', (baseId) => ({ with: Base.stream(baseId) }))
const inDivision = by('divisionCode', (division) => ({ division }))

/** The event types that say where their stream belongs from then on; the last one counts. */
const settling: ReadonlyMap<string, Settling> = new Map<string, Settling>([
  ['DivisionRegistered', by('code', (division) => ({ division }))],
  ['BaseFounded', by('divisionCode', ofBase)],
  ['PlaceBooked', withBase],
  ['BedReserved', withBase],
  ['InstructorEngaged', withBase],
  ['CourseOffered', withBase],
  ['CandidateNominated', inDivision],
  ['BatchPlanned', withBase],
  ['HouseholdRegistered', inDivision],
  ['AgreementSigned', by('mentorId', (mentorId) => ({ with: Journey.stream(mentorId) }))],
])

/** Where an event of such a stream says that it belongs from now on; `undefined` where it says nothing of it. */
export const divisionRefOf = ({
  type,
  data,
}: Pick<AnyEvent, 'type'> & { readonly data: object }): DivisionRef | undefined => settling.get(type)?.(data)

/** Whether events of this type may say where their stream belongs. */
export const determinesDivision = (type: string): boolean => settling.has(type)

/** Whether a later event may move such a stream: a person is nominated elsewhere, an instructor engaged by another base. */
export const canChangeDivision = (stream: string): boolean => {
  const { aggregate } = partsOf(stream)
  return aggregate === 'journey' || aggregate === 'instructor'
}

/** Finds where another stream belongs: the `homeOf` its last event that settles it; `undefined` where there is none. */
export type FindDivisionRef = (stream: string) => Promise<DivisionRef | undefined>

/** No chain of homes is longer: an agreement is with its mentor, the mentor in a division. */
const hops = 4

/**
 * The code of the division that something belongs to, `'everywhere'` for sums over all of them, `undefined` where
 * nobody can tell: then only who may see everything sees it.
 *
 * @example
 * await divisionOf({ with: 'batch-2018-1' }, find) // '532329104', where its base is
 */
export const divisionOf = async (
  home: DivisionRef | undefined,
  find: FindDivisionRef,
): Promise<string | 'everywhere' | undefined> => {
  let at = home
  for (let hop = 0; hop < hops; hop++) {
    if (at === undefined || at === 'everywhere') return at
    if ('division' in at) return at.division
    at = divisionItself(at.with) ?? (await find(at.with))
  }
  return undefined
}

/** A division's stream is named by its code. */
const divisionItself = (stream: string): DivisionRef | undefined => {
  const { aggregate, id } = partsOf(stream)
  return aggregate === 'division' ? { division: id } : undefined
}

/** Whether `division` lies in `within` or is it: the codes nest, a village's begins with its township's. */
export const isWithinDivision = (division: string, within: string): boolean =>
  [6, 9, 12].includes(within.length) && division.startsWith(within)
