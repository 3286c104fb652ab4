import { type AnyEvent, compareInstants, day, type Text } from '@skein/kernel'
import { recordedAtIn } from '../history/instants.js'
import type { DecodedEvent } from '../history/stream-history.js'

/** The bounds of a generation: both axes of a history. */
export interface Bounds {
  /** Histories up to this day (valid time), as `YYYY-MM-DD`. */
  readonly asOf?: string
  /** What was recorded up to this instant (transaction time), in ISO 8601. */
  readonly knownAt?: string
}

/** Which events count in a generation. */
export interface EventFilter {
  /** Whether it happened early enough; a contradiction has the day of its entry. */
  hasHappened(event: AnyEvent): boolean
  /** Whether it was recorded early enough. */
  isKnown(stored: DecodedEvent['stored']): boolean
}

/** The text that a generation stores, for display and comparison; '' for none. */
export const formatBounds = ({ asOf, knownAt }: Bounds): string =>
  [
    ...(asOf === undefined ? [] : [`as of ${asOf}`]),
    ...(knownAt === undefined ? [] : [`known at ${inUtc(knownAt)}`]),
  ].join(', ')

/** In UTC, with all its decimals: events may be microseconds apart. */
const inUtc = (instant: string): string => {
  const [decimals = ''] = /(?<=\.\d{3})\d+/.exec(instant) ?? []
  return new Date(instant).toISOString().replace('Z', `${decimals}Z`)
}

const format = /^(?:as of (?<asOf>\d{4}-\d{2}-\d{2}))?(?:, )?(?:known at (?<knownAt>\S+Z))?$/

/** The bounds that `formatBounds` made the text of. */
export const parseBounds = (text: string): Bounds => {
  const found = format.exec(text)?.groups
  if (found === undefined) throw new Error(`${JSON.stringify(text)} is not the text of a generation's bounds`)
  const { asOf, knownAt } = found
  return { ...(asOf === undefined ? {} : { asOf }), ...(knownAt === undefined ? {} : { knownAt }) }
}

/** The bounds in a sentence, in both languages. */
export const describeBounds = (text: string): Text => {
  if (text === '') return { en: 'without bounds', zh: '没有界限' }
  const { asOf, knownAt } = parseBounds(text)
  const chinese = [
    ...(asOf === undefined ? [] : [`截至 ${asOf} 发生`]),
    ...(knownAt === undefined ? [] : [`截至 ${knownAt} 已记录`]),
  ]
  return { en: text, zh: `只计${chinese.join('且')}的事实` }
}

/** The events that the text of bounds lets through; `undefined` for all. */
export const filterOf = (text: string): EventFilter | undefined => {
  if (text === '') return undefined
  const { asOf, knownAt } = parseBounds(text)
  const last = asOf === undefined ? undefined : day(asOf)
  return {
    hasHappened: (event) => last === undefined || event.data.on <= last,
    isKnown: ({ metadata }) => knownAt === undefined || compareInstants(recordedAtIn(metadata), knownAt) <= 0,
  }
}
