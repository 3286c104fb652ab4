// Started by a test: follows a store until it has seen what it waits for, closes it and has nothing more to do.
import { openPostgres } from '@skein/storage-postgres'

const [url = '', schema = '', wanted = '0'] = process.argv.slice(2)
const storage = await openPostgres({ url, schema })
const stop = new AbortController()
let seen = 0
console.log('following')
for await (const batch of storage.events.subscribe({ signal: stop.signal })) {
  seen += batch.length
  if (seen >= Number(wanted)) stop.abort()
}
await storage.close()
console.log(`saw ${seen}`)
