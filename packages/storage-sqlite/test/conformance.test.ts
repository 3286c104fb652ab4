import { storageConformance } from '@skein/testkit/storage'
import { temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll } from 'vitest'
import { openSqlite } from '../src/index.js'
import { faults } from './faults.js'

const folder = temporaryFolder('sqlite-conformance')
beforeAll(folder.create)
afterAll(folder.remove)

for (const durability of ['full', 'normal'] as const)
  storageConformance({
    name: `SQLite, ${durability} durability,`,
    open: () => openSqlite({ path: folder.freshPath(), durability }),
    reopen: (storage) => openSqlite({ path: storage.name.replace('sqlite:', ''), durability }),
    faults: durability === 'full' ? faults(folder.freshPath) : [],
  })
