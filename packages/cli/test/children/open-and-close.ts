// Started by a test: uses a store in every way and leaves readers unfinished, or fails to open it. Prints the resources that
// are still active, and ends by itself.
import { setTimeout as sleep } from 'node:timers/promises'
import { openStorage } from '@skein/cli'

const [url = '', readModels] = process.argv.slice(2)
const active = () => process.getActiveResourcesInfo().sort()
const before = active()
let outcome = 'closed'
try {
  const storage = await openStorage(url, readModels === undefined ? {} : { readModels })
  const { events, readModels: models, keys } = storage
  const event = { type: 'Happened', schemaVersion: 1, data: '{}', metadata: '{}' }
  const batch = ['1', '2', '3'].map((n) => ({ ...event, hash: n.repeat(64) }))
  await events.append('journey-t1', batch, 'none')()
  for await (const _ of events.readAll({ batchSize: 1 })) break
  for await (const _ of events.readStream('journey-t1')) break
  const { signal } = new AbortController()
  for await (const _ of events.subscribe({ signal, batchSize: 2 })) break
  // a reader that is never continued
  await events.readAll({ batchSize: 1 })[Symbol.asyncIterator]().next()
  const head = await events.head()
  const following = events.subscribe({ signal, ...(head === undefined ? {} : { after: head }) })
  const waiting = following[Symbol.asyncIterator]().next()
  const rejected = waiting.catch((error: { readonly fault?: string }) => error.fault)
  await models.begin('journeyFunnel', 1)
  await models.lock('journeyFunnel', { name: 'somebody', ttl: 60_000 })
  await keys.add('journey-t1', { keyId: 'k', wrapped: 'w' })
  await storage.close()
  await storage.close()
  if ((await rejected) !== 'closed') outcome = 'a subscription did not fail when the store was closed'
} catch (error) {
  outcome = String(error)
}
// the server closes its end of a connection a moment later
for (let turn = 0; turn < 200 && String(active()) !== String(before); turn++) await sleep(5)
console.log(JSON.stringify({ outcome, before, after: active() }))
