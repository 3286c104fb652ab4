// What is left after `close()`, after a failed opening, and of readers who went away: nothing. A process that used a store
// ends by itself, and has no connection, handle or timer more than before.
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
  writeFileSync(join(folder, 'text.db'), 'this is a text and no database, however long one reads on\n'.repeat(100))
}, 60_000)
afterAll(async () => {
  await Promise.all([postgres.stop(), eventStore.stop()])
  remove()
})

const Said = z.object({ outcome: z.string(), before: z.array(z.string()), after: z.array(z.string()) })

/** What the child said at its end; it has to come to it by itself. */
const run = async (...stores: readonly string[]) => {
  const script = fileURLToPath(new URL('./children/open-and-close.ts', import.meta.url))
  const child = spawn(process.execPath, [script, ...stores], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const [code, signal] = await once(child, 'close')
  expect([code, signal]).toEqual([0, null])
  return Said.parse(JSON.parse(said))
}

it.each<{ name: string; stores: () => readonly string[] }>([
  { name: 'memory', stores: () => ['memory:'] },
  { name: 'SQLite', stores: () => [at('base.db')] },
  { name: 'PostgreSQL', stores: () => [freshStore(postgres)] },
  { name: 'EventStoreDB', stores: () => [eventStore.url, at('beside.db')] },
  { name: 'EventStoreDB and PostgreSQL', stores: () => [eventStore.url, freshStore(postgres)] },
])('$name, used and closed, leaves nothing behind', async ({ stores }) => {
  const { outcome, before, after } = await run(...stores())
  expect(outcome).toBe('closed')
  expect(after).toEqual(before)
})

it.each<{ name: string; stores: () => readonly string[] }>([
  { name: 'a SQLite file that is none', stores: () => [at('text.db')] },
  { name: 'a folder', stores: () => [at('folder')] },
  { name: 'a PostgreSQL server that is not there', stores: () => ['postgres://nobody@127.0.0.1:1/base'] },
  { name: 'a PostgreSQL database that is not there', stores: () => [postgres.url.replace(/\/[^/]*$/, '/nowhere')] },
  { name: 'an EventStoreDB server that is not there', stores: () => ['esdb://127.0.0.1:1?tls=false', at('other.db')] },
  { name: 'read models that are not there', stores: () => [eventStore.url, 'postgres://nobody@127.0.0.1:1/base'] },
])('$name, which cannot be opened, leaves nothing behind', async ({ stores }) => {
  const { outcome, before, after } = await run(...stores())
  expect(outcome).toMatch(/^(Failure|StorageError): /)
  expect(after).toEqual(before)
})
