import type { AnyEvent, EventContext } from '@skein/kernel'
import type { DomainEvent } from '../../events.js'

/** The data of events of one type. */
export type DataOf<Type extends DomainEvent['type']> = Extract<DomainEvent, { type: Type }>['data']

/** The row after an event, by event type. A row may be updated in place; it is `undefined` before the first event. */
export type RowHandlers<Row, Event extends AnyEvent = DomainEvent> = {
  readonly [Type in Event['type']]?: (
    row: Row | undefined,
    data: Extract<Event, { type: Type }>['data'],
    source: EventContext,
  ) => Row | undefined
}

/**
 * The folding half of a projection, from one handler for each event type that it reads. `Event` is the union of the
 * events that it may read; default those of this domain.
 *
 * @example
 * rows<{ trained: boolean }>({ TrainingCompleted: onRow((row) => { row.trained = true }) })
 */
export const rows = <Row, Event extends AnyEvent = DomainEvent>(handlers: RowHandlers<Row, Event>) => {
  // sound: the handler stored under a type takes the data of that type
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

/** A handler that changes an existing row; without a row it does nothing. */
export const onRow =
  <Row, Data>(change: (row: Row, data: Data, source: EventContext) => void) =>
  (row: Row | undefined, data: Data, source: EventContext): Row | undefined => {
    if (row !== undefined) change(row, data, source)
    return row
  }

/** A handler that changes the rows of one kind, for a read model with rows of several kinds. */
export const onKind =
  <Row extends { readonly kind: string }, Kind extends Row['kind']>(kind: Kind) =>
  <Data>(change: (row: Extract<Row, { kind: Kind }>, data: Data, source: EventContext) => void) =>
  (row: Row | undefined, data: Data, source: EventContext): Row | undefined => {
    // sound: a kind identifies one member of the union
    if (row?.kind === kind) change(row as Extract<Row, { kind: Kind }>, data, source)
    return row
  }

/** A fold that removes a row once it is over; later events of the stream change nothing. */
export const removeWhen = <Row>(
  { reads, row }: ReturnType<typeof rows<Row>>,
  isOver: (row: Row) => boolean,
): ReturnType<typeof rows<Row>> => ({
  reads,
  row: (before, event, source) => {
    const next = row(before, event, source)
    return next === undefined || isOver(next) ? undefined : next
  },
})
