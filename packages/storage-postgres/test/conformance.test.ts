import { storageConformance } from '@skein/testkit/storage'
import { afterAll, beforeAll } from 'vitest'
import { openPostgres } from '../src/index.js'
import { faults } from './faults.js'
import { startServer, type TestServer } from './server.js'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

storageConformance({
  name: 'PostgreSQL',
  open: () => openPostgres({ url: server.url, schema: server.freshSchema() }),
  reopen: ({ name }) =>
    openPostgres({ url: server.url, schema: new URL(name).searchParams.get('schema') ?? 'not in the name' }),
  faults: faults(() => server),
})
