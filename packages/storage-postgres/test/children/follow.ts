// Started by a test: follows the log until it has read so many events, closes the store, and must then end by itself.
import { openPostgres } from '@skein/storage-postgres'
import { runFollowWorker } from '@skein/tooling/testing/workers'

const [url = '', schema = '', count = '0'] = process.argv.slice(2)
const storage = await openPostgres({ url, schema })
await runFollowWorker(storage, Number(count))
await storage.close()
