// Started by a test, and killed by it: a client of a store that prints each operation as it begins, and as it ends.
import { writeSync } from 'node:fs'
import { openStorage } from '@skein/cli'
import { driveStore } from '@skein/testkit/storage'

const [url = '', client = '', seed = '0', operations = '0'] = process.argv.slice(2)
const storage = await openStorage(url, { readModels: 'memory:' })
await driveStore(storage.events, {
  client,
  operations: Number(operations),
  streams: ['a', 'b', 'c', 'd'],
  seed: Number(seed),
  // at once: what is printed survives the client
  onOperation: (operation) => void writeSync(1, `${JSON.stringify(operation)}\n`),
})
await storage.close()
