import { type AnyEvent, type EventContext, rows as kernelRows, type RowHandlers } from '@skein/kernel'
import type { DomainEvent } from '../../events.js'

export { onRow } from '@skein/kernel'

/** The data of events of one type. */
export type DataOf<Type extends DomainEvent['type']> = Extract<DomainEvent, { type: Type }>['data']

/**
 * The folding half of a projection, from one handler for each event type that it reads. `Event` is the union of the
 * events that it may read; default those of this domain.
 *
 * @example
 * rows<{ trained: boolean }>({ TrainingCompleted: onRow((row) => { row.trained = true }) })
 */
export const rows = <Row, Event extends AnyEvent = DomainEvent>(handlers: RowHandlers<Row, Event>) =>
  kernelRows<Row, Event>(handlers)

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
