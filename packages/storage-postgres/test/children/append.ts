// Started by tests: appends until it is done or killed, to so many streams of its own or to one that it shares.
import { openPostgres } from '@skein/storage-postgres'
import { runAppendWorker } from '@skein/tooling/testing/workers'

const [url = '', schema = '', name = '', turns = '0', streams = '4', what = 'events'] = process.argv.slice(2)
// on a busy machine a server takes long to start again
const storage = await openPostgres({ url, schema, retryTimeoutMs: 120_000 })
await runAppendWorker(storage, {
  name,
  turns: Number(turns),
  streams: /^\d+$/.test(streams)
    ? Array.from({ length: Number(streams) }, (_, index) => `${name}-${index}`)
    : [streams],
  fillsReadModel: what === 'both',
})
await storage.close()
