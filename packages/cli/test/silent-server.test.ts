// An EventStoreDB server that accepts connections and never answers: a frozen machine, or a firewall between.
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from './serve-process.js'
import { type Server as StoreServer, startEventStore } from './servers.js'
import { runMain, runProcess, temporaryFolder } from './skein.js'
import { storeUrl } from './stores.js'

/** How long the command line waits for the server, and how long its process may take to begin and to end. */
const patienceMs = 5_000
const processMs = 20_000

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

/** A port that nothing listens on. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

/** `skein serve` on a port that is known before it serves. */
const startAt = async (store: string, ...args: readonly string[]) => {
  const port = await freePort()
  // of its own, as each server has another log
  const own = ['--read-models', storeUrl(join(folder, `read-models-${port}.db`))]
  const at = ['--store', store, ...own, '--insecure-dev', '--port', `${port}`, ...args]
  const { child, exitCode, written, url } = startServer(folder, at, '1')
  const statusOf = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      ({ status }) => status,
      () => 0,
    )
  url.catch(() => undefined)
  await expect.poll(() => statusOf('/healthz'), { timeout: 20_000 }).toBe(200)
  return { child, exitCode, written, url, statusOf }
}

describe('serve waits for a store that cannot be reached', () => {
  it('for as long as the option says, logs it, and is not ready meanwhile', { timeout: 60_000 }, async () => {
    const port = await freePort()
    const store = `esdb://127.0.0.1:${port}?tls=false`
    const { child, exitCode, written, url, statusOf } = await startAt(store, '--wait-for-store', '60s')
    expect(await statusOf('/readyz')).toBe(503)
    expect(await statusOf('/v1/rules')).toBe(503)
    await expect.poll(() => written.stderr, { timeout: 20_000 }).toMatch(/waiting for the store/)
    expect(written.stderr).toMatch(/ECONNREFUSED/)
    const server = await startEventStore()
    const proxy = createServer((socket) => {
      const onwards = connect(Number(new URL(server.url).port), '127.0.0.1')
      for (const one of [socket, onwards]) one.on('error', () => undefined)
      socket.pipe(onwards).pipe(socket)
    }).listen(port, '127.0.0.1')
    await url
    await expect.poll(() => statusOf('/readyz'), { timeout: 20_000 }).toBe(200)
    child.kill('SIGTERM')
    expect(await exitCode, written.stderr).toBe(0)
    proxy.close()
    await server.stop()
  })

  it('and fails when the time is over', { timeout: 60_000 }, async () => {
    const store = `esdb://127.0.0.1:${await freePort()}?tls=false`
    const { exitCode, written } = await startAt(store, '--wait-for-store', '2s')
    expect(await exitCode).toBe(1)
    expect(written.stderr).toMatch(/cannot be reached/)
  })
})

describe('serve ends within two seconds of one signal', () => {
  /** Sends the signal, and returns the exit code. */
  const endsSoon = async ({ child, exitCode, written }: Awaited<ReturnType<typeof startAt>>) => {
    const startedAt = performance.now()
    child.kill('SIGTERM')
    const code = await exitCode
    expect(performance.now() - startedAt, written.stderr).toBeLessThan(2_000)
    return code
  }

  it.each(['tls=true', 'tls=false'])('while it waits for a silent server, %s', { timeout: 60_000 }, async (tls) => {
    expect(await endsSoon(await startAt(`${silent}?${tls}`, '--wait-for-store', '60s'))).toBe(130)
  })

  it('while it waits for a server that is not there', { timeout: 60_000 }, async () => {
    const store = `esdb://127.0.0.1:${await freePort()}?tls=false`
    expect(await endsSoon(await startAt(store, '--wait-for-store', '60s'))).toBe(130)
  })

  it.each([
    { state: 'while it serves', breaks: () => undefined },
    { state: 'after its server has gone', breaks: (server: StoreServer) => server.stop() },
    { state: 'after its server fell silent', breaks: (server: StoreServer) => server.freeze() },
  ])('$state, with requests in progress', { timeout: 60_000 }, async ({ breaks }) => {
    const server = await startEventStore()
    const serving = await startAt(server.url)
    await serving.url
    await breaks(server)
    const requests = Array.from({ length: 5 }, () => serving.statusOf('/v1/streams/journey-p1'))
    await sleep(500)
    expect(await endsSoon(serving)).toBe(0)
    await Promise.all(requests)
    await server.stop()
  })
})

it('a command that reads ends within two seconds of a signal after its server fell silent', {
  timeout: 60_000,
}, async () => {
  const server = await startEventStore()
  const store = ['--store', server.url, '--read-models', storeUrl(join(folder, 'silent.db'))]
  expect((await runMain(['simulate', '--trainees', '3', '--months', '2', ...store])).code).toBe(0)
  server.freeze()
  const startedAt = performance.now()
  const { code } = await runProcess(['verify', ...store], { folder, kill: { signal: 'SIGTERM', after: 1_500 } })
  expect(code).toBe(130)
  expect(performance.now() - startedAt).toBeLessThan(1_500 + 2_000)
  await server.stop()
})
