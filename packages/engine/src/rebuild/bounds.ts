import { type AnyEvent, day, type EventContext } from '@skein/kernel'
import type { RebuildOptions } from './plan.js'

/** Which facts count in a generation. */
export type Within = (event: AnyEvent, source: EventContext) => boolean

interface Bounds {
  /** What happened on or before this day. */
  readonly asOf?: string
  /** What was recorded at or before this instant, in milliseconds since 1970. */
  readonly knownAt?: number
}

/** As a generation keeps them: to be shown, compared and read again; '' for none. */
export const textOfBounds = ({ asOf, knownAt }: Bounds): string =>
  [
    ...(asOf === undefined ? [] : [`as of ${asOf}`]),
    ...(knownAt === undefined ? [] : [`known at ${new Date(knownAt).toISOString()}`]),
  ].join(', ')

const form = /^(?:as of (?<asOf>\d{4}-\d{2}-\d{2}))?(?:, )?(?:known at (?<knownAt>\S+Z))?$/

const partsOf = (text: string) => {
  const found = form.exec(text)?.groups
  if (found === undefined) throw new Error(`these are no bounds of a rebuild: ${text}`)
  return found
}

/** As a rebuild takes them, to ask for the same once more. */
export const askedBounds = (text: string): Pick<RebuildOptions, 'asOf' | 'knownAt'> => {
  const { asOf, knownAt } = partsOf(text)
  return { ...(asOf === undefined ? {} : { asOf }), ...(knownAt === undefined ? {} : { knownAt }) }
}

/** What the text of bounds lets through; `undefined` for everything. */
export const withinBounds = (text: string): Within | undefined => {
  if (text === '') return undefined
  const found = partsOf(text)
  const asOf = found.asOf === undefined ? undefined : day(found.asOf)
  const knownAt = found.knownAt === undefined ? undefined : Date.parse(found.knownAt)
  return (event, source) =>
    (asOf === undefined || event.data.on <= asOf) &&
    (knownAt === undefined || Date.parse(source.metadata().recordedAt) <= knownAt)
}
