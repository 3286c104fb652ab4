import type { AnyEvent, EventContext } from './events.js'

/** The row after an event, by event type. A row may be updated in place; it is `undefined` before the first event. */
export type RowHandlers<Row, Event extends AnyEvent> = {
  readonly [Type in Event['type']]?: (
    row: Row | undefined,
    data: Extract<Event, { type: Type }>['data'],
    source: EventContext,
  ) => Row | undefined
}

/**
 * The folding half of a projection, from one handler for each event type that it reads. `Event` is the union of the
 * events that it may read.
 *
 * @example
 * rows<{ paid: number }, Event>({ SharePaid: (row, { amountFen }) => ({ paid: (row?.paid ?? 0) + amountFen }) })
 */
export const rows = <Row, Event extends AnyEvent>(handlers: RowHandlers<Row, Event>) => {
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
