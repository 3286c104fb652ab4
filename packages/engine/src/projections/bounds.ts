import { type AnyEvent, day, type EventContext, type Text } from '@skein/kernel'

/** Which events count in a generation. */
export type EventFilter = (event: AnyEvent, context: EventContext) => boolean

/** The bounds of a generation. */
export interface Bounds {
  /** Only events that happened on or before this day (valid time), as `YYYY-MM-DD`. */
  readonly asOf?: string
  /** Only events recorded at or before this instant (transaction time), in ISO 8601. */
  readonly knownAt?: string
}

/** The text that a generation stores, for display and comparison; '' for none. */
export const formatBounds = ({ asOf, knownAt }: Bounds): string =>
  [
    ...(asOf === undefined ? [] : [`as of ${asOf}`]),
    ...(knownAt === undefined ? [] : [`known at ${new Date(knownAt).toISOString()}`]),
  ].join(', ')

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
  const bounds = parseBounds(text)
  const asOf = bounds.asOf === undefined ? undefined : day(bounds.asOf)
  const knownAt = bounds.knownAt === undefined ? undefined : Date.parse(bounds.knownAt)
  return (event, context) =>
    (asOf === undefined || event.data.on <= asOf) &&
    (knownAt === undefined || Date.parse(context.metadata().recordedAt) <= knownAt)
}
