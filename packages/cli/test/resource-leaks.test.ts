// After `close()`, after a failed opening, and after readers that stopped early, no connection, handle or timer is left, and
// the process ends by itself.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { freshStore, type Server, startEventStore, startPostgres } from './servers.js'
import { temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
const at = (name: string): string => `sqlite:${join(folder, name)}`

let postgres: Server
let eventStore: Server
beforeAll(async () => {
  ;[postgres, eventStore] = await Promise.all([startPostgres(), startEventStore()])
  mkdirSync(join(folder, 'folder'))
  writeFileSync(join(folder, 'text.db'), 'this is a text file and not a database\n'.repeat(100))
}, 60_000)
afterAll(async () => {
  await Promise.all([postgres.stop(), eventStore.stop()])
  remove()
})

const Report = z.object({ outcome: z.string(), before: z.array(z.string()), after: z.array(z.string()) })

/** The report of a child process, which has to end by itself. */
const openAndClose = async (...stores: readonly string[]) => {
  const script = fileURLToPath(new URL('./children/open-and-close.ts', import.meta.url))
  const child = spawn(process.execPath, [script, ...stores], { stdio: ['ignore', 'pipe', 'inherit'] })
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  const [code, signal] = await once(child, 'close')
  expect([code, signal]).toEqual([0, null])
  return Report.parse(JSON.parse(stdout))
}

it.each<{ name: string; stores: () => readonly string[] }>([
  { name: 'memory', stores: () => ['memory:'] },
  { name: 'SQLite', stores: () => [at('base.db')] },
  { name: 'PostgreSQL', stores: () => [freshStore(postgres)] },
  { name: 'EventStoreDB', stores: () => [eventStore.url, at('beside.db')] },
  { name: 'EventStoreDB and PostgreSQL', stores: () => [eventStore.url, freshStore(postgres)] },
])('$name leaves nothing open after it was used and closed', async ({ stores }) => {
  const { outcome, before, after } = await openAndClose(...stores())
  expect(outcome).toBe('closed')
  expect(after).toEqual(before)
})

it.each<{ name: string; stores: () => readonly string[] }>([
  { name: 'a file that is not a SQLite database', stores: () => [at('text.db')] },
  { name: 'a folder', stores: () => [at('folder')] },
  { name: 'a PostgreSQL server that is not running', stores: () => ['postgres://nobody@127.0.0.1:1/base'] },
  { name: 'a PostgreSQL database that does not exist', stores: () => [postgres.url.replace(/\/[^/]*$/, '/nowhere')] },
  {
    name: 'an EventStoreDB server that is not running',
    stores: () => ['esdb://127.0.0.1:1?tls=false', at('other.db')],
  },
  {
    name: 'a server for read models that is not running',
    stores: () => [eventStore.url, 'postgres://nobody@127.0.0.1:1/base'],
  },
])('$name cannot be opened, and leaves nothing open', async ({ stores }) => {
  const { outcome, before, after } = await openAndClose(...stores())
  expect(outcome).toMatch(/^(Failure|StorageError): /)
  expect(after).toEqual(before)
})
