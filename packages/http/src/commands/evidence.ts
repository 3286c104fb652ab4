import { type Evidence, streamOf } from '@skein/kernel'
import type { DivisionResolver } from '../access/division-resolver.js'
import type { Principal } from '../principal.js'

/** Ids in a list that evidence gives as one text. */
const separator = ', '

/**
 * Evidence as the principal may see it. A rule compares what it looks at, for every sender alike: a value that names a stream
 * which the principal's commands may not refer to is replaced by `null`. `data` is the command's own: what it says itself
 * is repeated as it is.
 */
export const visibleEvidence = async (
  evidence: Evidence,
  data: unknown,
  principal: Principal,
  divisions: DivisionResolver,
): Promise<Evidence> => {
  if (principal.divisions === 'all') return evidence
  const known = new Set(textsIn(data))
  const entries = Object.entries(evidence).map(async ([name, value]) => {
    if (typeof value !== 'string' || known.has(value)) return [name, value] as const
    const named = [value, ...value.split(separator)].filter((text) => !known.has(text))
    const isHidden = await Promise.all(named.map((text) => namesSomethingOutside(text, principal, divisions)))
    return [name, isHidden.includes(true) ? null : value] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Whether a text is the name of a stream, or the id of one of any aggregate, to which the principal may not refer. */
const namesSomethingOutside = async (
  text: string,
  principal: Principal,
  divisions: DivisionResolver,
): Promise<boolean> => {
  // an event is named by its stream and revision, as in `batch-b1@12`
  const streams = [text.replace(/@\d+$/, ''), ...divisions.aggregates.map((aggregate) => streamOf(aggregate, text))]
  const hidden = await Promise.all(
    streams.map(async (stream) => (await divisions.exists(stream)) && !(await divisions.mayReferTo(principal, stream))),
  )
  return hidden.includes(true)
}

const textsIn = function* (value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* textsIn(part)
}
