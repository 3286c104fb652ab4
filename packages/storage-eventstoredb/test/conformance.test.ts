import { storageConformance } from '@skein/testkit/storage'
import { temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll } from 'vitest'
import { faults } from './faults.js'
import { rememberStreams, removeStreams } from './servers.js'
import { SimulatedStores } from './simulated-stores.js'

const folder = temporaryFolder('eventstoredb-conformance')
const stores = new SimulatedStores(folder.freshPath)
beforeAll(folder.create)
afterAll(async () => {
  await stores.stop()
  await folder.remove()
})

storageConformance({
  name: 'EventStoreDB, through a simulator, with SQLite,',
  open: async () => (await stores.openSimulated()).storage,
  reopen: (storage) => stores.reopen(storage),
  faults: faults(stores),
})

const url = process.env.SKEIN_TEST_ESDB_URL
if (url !== undefined) {
  const streams = new Set<string>()
  afterAll(() => removeStreams(url, streams))
  storageConformance({
    name: 'EventStoreDB, a real server, with SQLite,',
    open: async () => rememberStreams(await stores.open(url), streams),
    reopen: async (storage) => rememberStreams(await stores.reopen(storage), streams),
    cannot: ['startsEmpty'],
  })
}
