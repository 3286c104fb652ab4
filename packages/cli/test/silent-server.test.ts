// An EventStoreDB server that accepts connections and never answers: a frozen machine, or a firewall between.
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from './serve-process.js'
import { startEventStore } from './servers.js'
import { runMain, runProcess, temporaryFolder } from './skein.js'
import { storeUrl } from './stores.js'

/** How long the command line waits for the server, and how long its process may take to begin and to end. */
const patienceMs = 5_000
const processMs = 8_000

const { folder, remove } = temporaryFolder()
const file = storeUrl(join(folder, 'base.db'))
const readModels = ['--read-models', storeUrl(join(folder, 'read-models.db'))]
let listener: Server
let silent = ''

beforeAll(async () => {
  listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  silent = `esdb://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  for (const db of [file, ...readModels.slice(1)])
    expect((await runMain(['simulate', '--trainees', '1', '--months', '2', '--store', db])).code).toBe(0)
  writeFileSync(join(folder, 'command.json'), '{"type":"OfferCourse","data":{}}')
}, 60_000)
afterAll(() => {
  listener.close()
  remove()
})

const commands: readonly (readonly string[])[] = [
  ['rebuild', '--all'],
  ['prune'],
  ['status'],
  ['report'],
  ['journey', 'p1'],
  ['worklist'],
  ['explain', 'command.json'],
  ['check'],
  ['verify'],
  ['seal', 'seal.json'],
  ['simulate', '--trainees', '1'],
  ['demo'],
  ['serve', '--port', '0', '--insecure-dev'],
]

describe('every command that uses a silent server ends with a message', () => {
  it.each([
    { tls: 'tls=true', used: commands },
    { tls: 'tls=false', used: commands.slice(0, 3) },
  ])('with $tls', { timeout: 120_000 }, async ({ tls, used }) => {
    const store = ['--store', `${silent}?${tls}`, ...readModels]
    const copies = [['copy', '--from', file, '--to', `${silent}?${tls}`, '--to-read-models', file]]
    // some at once: they wait for most of the time
    const all = [...used.map((command) => [...command, ...store]), ...copies]
    for (let next = 0; next < all.length; next += 7)
      await Promise.all(
        all.slice(next, next + 7).map(async (args) => {
          const startedAt = performance.now()
          const { code, stderr } = await runProcess([...args, '--lang', 'en'], { folder })
          expect([args[0], code], stderr).toEqual([args[0], 1])
          expect(stderr).toMatch(/127\.0\.0\.1.*(does not answer|cannot be reached)/)
          expect(performance.now() - startedAt, args[0]).toBeLessThan(patienceMs + processMs)
        }),
      )
  })

  it('and ends within two seconds of a signal', { timeout: 60_000 }, async () => {
    const startedAt = performance.now()
    const args = ['status', '--store', `${silent}?tls=true`, ...readModels]
    const { code } = await runProcess(args, { folder, kill: { signal: 'SIGTERM', after: 2_000 } })
    expect(code).toBe(130)
    expect(performance.now() - startedAt).toBeLessThan(2_000 + 2_000)
  })
})

it('serve ends within two seconds of one signal when its server has gone', { timeout: 60_000 }, async () => {
  const server = await startEventStore()
  const { child, url, exitCode, written } = startServer(folder, [
    '--store',
    server.url,
    ...readModels,
    '--insecure-dev',
  ])
  await url
  await server.stop()
  await sleep(500)
  const startedAt = performance.now()
  child.kill('SIGTERM')
  expect(await exitCode, written.stderr).toBe(0)
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})
