import type { AnyAggregate, AnyEvent, HistoryEntry } from '@skein/kernel'
import { runDomainCode } from '../primitives/domain-code.js'
import { type Tail, tailAfter, tailOf } from './tail.js'

/** The state of a history, and its end. */
export interface Folded {
  readonly state: unknown
  readonly tail: Tail | undefined
}

export const emptyFold = ({ decider }: AnyAggregate): Folded => ({ state: decider.initialState, tail: undefined })

/** The state after some events. What `evolve` throws becomes a `DeciderError` that names the event. */
export const evolved = (
  { name, decider }: AnyAggregate,
  stream: string,
  from: unknown,
  events: Iterable<AnyEvent>,
): unknown => {
  let state = from
  let current = ''
  const where = () => ({
    en: `\`evolve\` of ${name}, for the event ${current} of ${stream},`,
    zh: `${name} 的 \`evolve\` 在处理 ${stream} 的事件 ${current} 时`,
  })
  return runDomainCode(where, () => {
    for (const event of events) {
      current = event.type
      state = decider.evolve(state, event)
    }
    return state
  })
}

/** After events that come after the end of the history; `undefined` if one of them does not. */
export const foldInOrder = (
  aggregate: AnyAggregate,
  stream: string,
  from: Folded,
  events: readonly { readonly event: AnyEvent; readonly metadata: string }[],
): Folded | undefined => {
  let { tail } = from
  for (const { event, metadata } of events) {
    tail = tailAfter(tail, { type: event.type, on: event.data.on, metadata }, aggregate)
    if (tail === undefined) return undefined
  }
  return {
    state: evolved(
      aggregate,
      stream,
      from.state,
      events.map(({ event }) => event),
    ),
    tail,
  }
}

/** The state after the events of some entries of a stream. */
export const stateAfter = (aggregate: AnyAggregate, stream: string, entries: readonly HistoryEntry[]): unknown =>
  evolved(
    aggregate,
    stream,
    aggregate.decider.initialState,
    entries.flatMap(({ events }) => events),
  )

/** Of all entries of a history. */
export const foldHistory = (aggregate: AnyAggregate, stream: string, entries: readonly HistoryEntry[]): Folded => ({
  state: stateAfter(aggregate, stream, entries),
  tail: tailOf(entries),
})
