import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js'
import type { Entry } from './entry.ts'

export type LogFilter = (entry: Entry) => boolean

/** The filter of a request, by pattern or prefixes, of stream names or event types; `invalid` if the pattern is none. */
export const logFilter = (filter: ReadReq.Options.FilterOptions | undefined): LogFilter | 'invalid' => {
  if (filter === undefined) return () => true
  const expression = filter.getEventType() ?? filter.getStreamIdentifier()
  if (expression === undefined) return 'invalid'
  const textOf = filter.hasEventType() ? ({ type }: Entry) => type : ({ stream }: Entry) => stream
  const prefixes = expression.getPrefixList()
  if (expression.getRegex() === '') return (entry) => prefixes.some((prefix) => textOf(entry).startsWith(prefix))
  try {
    const pattern = new RegExp(expression.getRegex())
    return (entry) => pattern.test(textOf(entry))
  } catch {
    return 'invalid'
  }
}
