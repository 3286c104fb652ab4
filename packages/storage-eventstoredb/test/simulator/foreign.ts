// Appends events of another program to a server, of every strange kind, for tests of other packages and for manual use:
//   node packages/storage-eventstoredb/test/simulator/foreign.ts URL COUNT [STREAM …]
// They go to streams of their own, and COUNT more to each stream that is named.
import { randomUUID } from 'node:crypto'
import { binaryEvent, type EventData, EventStoreDBClient, jsonEvent } from '@eventstore/db-client'

const [url = '', count = '0', ...streams] = process.argv.slice(2)
const client = EventStoreDBClient.connectionString(url)

const bytes = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value))

/** One of each kind; the names of types are those of ours and of others. */
const kinds: readonly ((type: string) => EventData)[] = [
  (type) => jsonEvent({ id: randomUUID(), type, data: { on: '2018-03-01', price: 1 } }),
  (type) => jsonEvent({ id: randomUUID(), type, data: { on: '2018-03-01' }, metadata: bytes('null') }),
  (type) => jsonEvent({ id: randomUUID(), type, data: [7], metadata: bytes('[1,2]') }),
  (type) => jsonEvent({ id: randomUUID(), type, data: 'text', metadata: { $causationId: 'c', $correlationId: 'd' } }),
  (type) => binaryEvent({ id: randomUUID(), type, data: bytes('\u0000no JSON') }),
  (type) => binaryEvent({ id: randomUUID(), type, data: bytes('{}'), metadata: bytes('\u0001\u0002') }),
  (type) =>
    jsonEvent({ id: randomUUID(), type, data: {}, metadata: bytes('{"hash":"x","schemaVersion":1,"metadata":[]}') }),
]
const types = ['CourseOffered', 'TraineeNominated', 'BatchOpened', 'OrderPlaced', 'Öffnung 事件']

const event = (index: number): EventData => {
  const kind = kinds[index % kinds.length]
  if (kind === undefined) throw new Error('there are kinds')
  return kind(types[index % types.length] ?? 'OrderPlaced')
}

const batchSize = 2_000
const appendAll = async (stream: (batch: number) => string): Promise<void> => {
  for (let from = 0; from < Number(count); from += batchSize) {
    const size = Math.min(batchSize, Number(count) - from)
    await client.appendToStream(
      stream(from / batchSize),
      Array.from({ length: size }, (_, index) => event(from + index)),
    )
  }
}

await appendAll((batch) => `shop-${batch}`)
for (const stream of streams) await appendAll(() => stream)
await client.dispose()
process.exit(0)
