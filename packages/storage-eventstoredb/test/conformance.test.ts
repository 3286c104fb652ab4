import { storageConformance } from '@skein/testkit/storage'
import { temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll } from 'vitest'
import { faults } from './faults.js'
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
if (url !== undefined)
  storageConformance({
    name: 'EventStoreDB, a real server, with SQLite,',
    open: () => stores.open(url),
    reopen: (storage) => stores.reopen(storage),
    cannot: ['startsEmpty'],
  })
