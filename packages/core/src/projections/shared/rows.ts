import type { AnyEvent, EventContext } from '@skein/kernel'
import type { DomainEvent } from '../../events.js'

/** What an event of that type says. */
export type DataOf<Type extends DomainEvent['type']> = Extract<DomainEvent, { type: Type }>['data']

/** How a row changes by event type. A row may be updated in place; `undefined` before the first event of its stream. */
export type RowHandlers<Row> = {
  readonly [Type in DomainEvent['type']]?: (
    row: Row | undefined,
    data: DataOf<Type>,
    source: EventContext,
  ) => Row | undefined
}

/** The half of a projection that folds: the event types it reads, and the row after each. */
export const rows = <Row>(handlers: RowHandlers<Row>) => {
  // sound: the handler stored under a type takes that type's data, and the engine shows no other types
  const byType = new Map(Object.entries(handlers)) as ReadonlyMap<
    string,
    (row: Row | undefined, data: unknown, source: EventContext) => Row | undefined
  >
  return {
    reads: [...byType.keys()],
    row: (row: Row | undefined, event: AnyEvent, source: EventContext): Row | undefined => {
      const handler = byType.get(event.type)
      return handler === undefined ? row : handler(row, event.data, source)
    },
  }
}

/** A handler for what means nothing before the row exists. */
export const onRow =
  <Row, Data>(change: (row: Row, data: Data, source: EventContext) => void) =>
  (row: Row | undefined, data: Data, source: EventContext): Row | undefined => {
    if (row !== undefined) change(row, data, source)
    return row
  }

/** A handler for the rows of one kind, where a read model folds streams of several: an event never meets another kind. */
export const onKind =
  <Row extends { readonly kind: string }, Kind extends Row['kind']>(kind: Kind) =>
  <Data>(change: (row: Extract<Row, { kind: Kind }>, data: Data, source: EventContext) => void) =>
  (row: Row | undefined, data: Data, source: EventContext): Row | undefined => {
    // sound: a kind names one member of the union
    if (row?.kind === kind) change(row as Extract<Row, { kind: Kind }>, data, source)
    return row
  }

/** A fold that lets go of a row for which nothing can follow any more; what comes late finds none and changes nothing. */
export const until = <Row>(
  { reads, row }: ReturnType<typeof rows<Row>>,
  isOver: (row: Row) => boolean,
): ReturnType<typeof rows<Row>> => ({
  reads,
  row: (before, event, source) => {
    const next = row(before, event, source)
    return next === undefined || isOver(next) ? undefined : next
  },
})
