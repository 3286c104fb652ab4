// Started by a test: follows the log until it has read so many events, closes the store, and must then end by itself.
import { openSqlite } from '@skein/storage-sqlite'
import { runFollowWorker } from '@skein/tooling/testing/workers'

const [path = '', count = '0'] = process.argv.slice(2)
const storage = await openSqlite({ path })
await runFollowWorker(storage, Number(count))
await storage.close()
