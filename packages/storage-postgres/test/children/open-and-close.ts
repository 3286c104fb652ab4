// Started by a test: uses a store in every way, or fails to open it, and must then end by itself.
import { openPostgres } from '@skein/storage-postgres'

const [url = '', schema = ''] = process.argv.slice(2)
try {
  const storage = await openPostgres({ url, schema })
  const { events, readModels } = storage
  const event = { hash: '1'.repeat(64), type: 'Happened', schemaVersion: 1, data: '{}', metadata: '{}' }
  await events.append('journey-t1', [event, event, event], 'none')()
  for await (const _ of events.readAll({ batchSize: 1 })) break
  const { signal } = new AbortController()
  for await (const _ of events.subscribe({ signal, batchSize: 2 })) break
  const waiting = events.subscribe({ signal, after: '3' })[Symbol.asyncIterator]()
  const ended = waiting.next().catch((error: unknown) => console.log(String(error)))
  await readModels.begin('journeyFunnel', 1)
  await storage.close()
  await ended
  console.log('closed')
} catch (error) {
  console.log(String(error))
}
