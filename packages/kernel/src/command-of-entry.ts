import type { AnyCommand, CommandType } from './commands.js'
import type { AnyAggregate } from './domain.js'
import type { AnyEvent } from './events.js'
import { partsOf } from './streams.js'

/** The command type that records an event type, and what of the event its command has. */
interface Recorder {
  readonly type: string
  readonly target: string
  readonly fields: readonly string[]
}

const recordersByAggregate = new WeakMap<object, ReadonlyMap<string, Recorder>>()

const recordersOf = ({ commands }: Pick<AnyAggregate, 'commands'>): ReadonlyMap<string, Recorder> => {
  const known = recordersByAggregate.get(commands)
  if (known !== undefined) return known
  const recorders = new Map(
    Object.entries(commands).flatMap(([type, command]) =>
      command.records.map((event) => [event, { type, target: command.target, fields: fieldsOf(command) }] as const),
    ),
  )
  recordersByAggregate.set(commands, recorders)
  return recorders
}

const fieldsOf = ({ schema }: CommandType): readonly string[] => Object.keys(schema.shape.data.shape)

/**
 * The command that recorded the events of an entry, as it would be sent again: the fields of the first event without
 * those that were computed. Personal fields stay encrypted. `undefined` for events that no command of the aggregate
 * records.
 *
 * @example
 * commandOfEntry(Journey.aggregate, 'journey-t1', [scaleRecorded, thresholdReached])
 * // { type: 'RecordScale', data: { traineeId: 't1', industry: 'morels', quantity: 120, … } }
 */
export const commandOfEntry = (
  aggregate: Pick<AnyAggregate, 'commands'>,
  stream: string,
  [first]: readonly AnyEvent[],
): AnyCommand | undefined => {
  const recorder = first && recordersOf(aggregate).get(first.type)
  if (first === undefined || recorder === undefined) return undefined
  const { type, target, fields } = recorder
  const data: Record<string, unknown> = {}
  for (const field of fields) if (Object.hasOwn(first.data, field)) data[field] = Reflect.get(first.data, field)
  return { type, data: { ...data, [target]: partsOf(stream).id, on: first.data.on } }
}
