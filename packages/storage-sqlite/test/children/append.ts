// Started by tests: appends until it is done or killed, to streams of its own or to one that it shares with others.
import { openSqlite } from '@skein/storage-sqlite'
import { runAppendWorker } from '@skein/tooling/testing/workers'

const [path = '', name = '', turns = '0', sharedStream] = process.argv.slice(2)
const storage = await openSqlite({ path })
await runAppendWorker(storage, {
  name,
  turns: Number(turns),
  streams: sharedStream === undefined ? [0, 1, 2, 3].map((index) => `${name}-${index}`) : [sharedStream],
  fillsReadModel: sharedStream === undefined,
})
await storage.close()
