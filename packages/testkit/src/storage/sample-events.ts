import { randomBytes, randomUUID } from 'node:crypto'
import type { NewEvent } from '@skein/engine'

/** The name of a stream (or lock, person, …) that no other case uses. */
export const freshStream = (name = 'stream'): string => `${name}-${randomUUID()}`

export const newEvent = (type = 'Happened', data: unknown = { on: '2018-03-27' }): NewEvent => ({
  hash: randomBytes(32).toString('hex'),
  type,
  schemaVersion: 1,
  data: JSON.stringify(data),
  metadata: '{"actor":"a1"}',
})

export const newEvents = (count: number, type?: string): readonly NewEvent[] =>
  Array.from({ length: count }, (_, index) => newEvent(type, { index, on: '2018-03-27' }))

/** The fields that were appended, without those that the store adds. Some stores read fields lazily. */
export const appendedFields = ({ hash, type, schemaVersion, data, metadata }: NewEvent): NewEvent => ({
  hash,
  type,
  schemaVersion,
  data,
  metadata,
})

export const idsOf = (events: readonly NewEvent[]): readonly string[] => events.map(({ hash }) => hash)
