import { storageConformance } from '@skein/testkit/storage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { startPooler } from './pooler.js'
import { type OwnServer, startOwnServer } from './server.js'

let server: OwnServer
let pooler: Awaited<ReturnType<typeof startPooler>>
beforeAll(async () => {
  server = await startOwnServer(['-c', 'fsync=off'])
  pooler = await startPooler(server.url, 3)
})
afterAll(async () => {
  await pooler.close()
  await server.stop()
})

storageConformance({
  name: 'PostgreSQL behind a proxy that pools transactions',
  open: () => openPostgres({ url: pooler.url, schema: server.freshSchema() }),
  reopen: ({ name }) =>
    openPostgres({ url: pooler.url, schema: new URL(name).searchParams.get('schema') ?? 'not in the name' }),
  runs: 3,
})

it('served more transactions than it has connections', () => {
  expect(pooler.transactions()).toBeGreaterThan(1_000)
})
