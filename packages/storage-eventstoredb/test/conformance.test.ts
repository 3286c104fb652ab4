import { storageConformance } from '@skein/testkit/storage'
import { afterAll, beforeAll } from 'vitest'
import { faults } from './faults.js'
import { Stores } from './stores.js'
import { temporaryFolder } from './temporary-folder.js'

const folder = temporaryFolder('conformance')
const stores = new Stores(folder.freshPath)
beforeAll(folder.make)
afterAll(async () => {
  await stores.stop()
  await folder.remove()
})

storageConformance({
  name: 'EventStoreDB, through a simulator, with SQLite,',
  open: async () => (await stores.simulated()).storage,
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
