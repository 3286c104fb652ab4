// Started by a test: uses the store in every way, closes it, and must then end by itself.
import { randomBytes } from 'node:crypto'
import { openEventStoreDB } from '@skein/storage-eventstoredb'

const [url = ''] = process.argv.slice(2)
const events = await openEventStoreDB({ url })
const event = () => ({
  hash: randomBytes(32).toString('hex'),
  type: 'Happened',
  schemaVersion: 1,
  data: '{}',
  metadata: '{}',
})
await events.append('journey-t1', Array.from({ length: 100 }, event), 'none')()
for await (const _ of events.readAll({ batchSize: 7 })) break
for await (const _ of events.subscribe({ signal: new AbortController().signal })) break
for await (const _ of events.readStream('journey-t1')) break
await events.close()
