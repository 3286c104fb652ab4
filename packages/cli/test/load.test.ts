// 64 connections send commands and read, without a pause. SKEIN_LOAD_SECONDS is the duration (default 2; 60 in
// `pnpm test:long`).
import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CommandInput, domain } from '@skein/core'
import { createRuntime } from '@skein/engine'
import { issueToken } from '@skein/http'
import autocannon from 'autocannon'
import { afterAll, expect, it } from 'vitest'
import { openStorage } from '../src/storage/open-storage.js'
import { secret, startServer } from './serve-process.js'
import { temporaryFolder } from './skein.js'

const seconds = Number(process.env.SKEIN_LOAD_SECONDS ?? 2)
const connections = 64

const { folder, remove } = temporaryFolder()
afterAll(remove)

const villages = Array.from({ length: connections }, (_, at) => `532329104${String(200 + at)}`)
let people = 0
const nextCount = () => {
  people += 1
  return { code: villages[people % connections] ?? '', people, on: '2018-01-02' }
}
const registerDivision = (code: string, level: 'county' | 'township' | 'village', parent?: string): CommandInput => ({
  type: 'RegisterDivision',
  data: { code, level, name: 'x', on: '2018-01-01', ...(parent === undefined ? {} : { parent }) },
})
const divisions: readonly CommandInput[] = [
  registerDivision('532329', 'county'),
  registerDivision('532329104', 'township', '532329'),
  ...villages.map((code) => registerDivision(code, 'village', '532329104')),
]

const createStore = async (file: string): Promise<void> => {
  const storage = await openStorage(`sqlite:${join(folder, file)}`)
  const runtime = createRuntime(domain, storage, { masterKey })
  for (const command of divisions) await runtime.execute(command, { commandId: randomUUID(), actor: 'x' })()
  await storage.close()
}
const masterKey = Buffer.alloc(32, 5).toString('base64')

/** Commands per second in one process, without HTTP, by as many callers. */
const commandsPerSecond = async (file: string): Promise<number> => {
  const storage = await openStorage(`sqlite:${join(folder, file)}`)
  const runtime = createRuntime(domain, storage, { masterKey })
  const end = performance.now() + Math.min(seconds, 10) * 1000
  let done = 0
  const caller = async () => {
    while (performance.now() < end) {
      const command: CommandInput = { type: 'CountWilling', data: nextCount() }
      await runtime.execute(command, { commandId: randomUUID(), actor: 'x' })()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, caller))
  await storage.close()
  return done / Math.min(seconds, 10)
}

it(`${connections} connections for ${seconds} s get no error, and SIGTERM loses no acknowledged command`, async () => {
  await createStore('floor.db')
  await createStore('load.db')
  const floor = await commandsPerSecond('floor.db')
  const keyFile = join(folder, 'key')
  appendFileSync(keyFile, masterKey)
  const { child, url, exitCode, written } = startServer(folder, [
    '--store',
    'sqlite:load.db',
    '--master-key-file',
    keyFile,
    '--rate',
    '1000000',
  ])
  const at = await url
  // until then, read models are being built
  await expect.poll(async () => (await fetch(`${at}/readyz`)).status, { timeout: 30_000 }).toBe(200)
  const token = await issueToken(secret, { subject: 'office-1', role: 'county', division: '532329' })
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  let sent = 0
  const command = () => {
    sent += 1
    return {
      method: 'POST' as const,
      path: '/v1/commands/CountWilling',
      headers: { ...headers, 'Idempotency-Key': randomUUID() },
      body: JSON.stringify(nextCount()),
    }
  }
  const read = (path: string) => () => ({ method: 'GET' as const, path, headers })
  const requests = [
    command,
    read('/v1/projections/povertyIncidence/532329104'),
    command,
    read('/v1/projections/povertyIncidence?limit=20'),
    command,
    read(`/v1/streams/division-${villages[0]}?limit=20`),
  ].map((make) => ({ setupRequest: (request: object) => ({ ...request, ...make() }) }))
  const result = await autocannon({ url: at, connections, duration: seconds, requests })
  child.kill('SIGTERM')
  expect(await exitCode).toBe(0)
  expect([result.errors, result.timeouts, result.non2xx]).toEqual([0, 0, 0])
  expect(written.stderr.split('\n').filter((line) => line.includes('"level":50'))).toEqual([])

  const storage = await openStorage(`sqlite:${join(folder, 'load.db')}`, { access: 'read' })
  const recorded = (await storage.events.count({ types: ['WillingCounted'] })) ?? 0
  await storage.close()
  // all that was acknowledged is recorded; a command whose connection was closed may be
  expect(recorded).toBeGreaterThan(result['2xx'] / 2 - connections)
  expect(recorded).toBeLessThanOrEqual(sent)
  process.stdout.write(
    `${Math.round(result.requests.average)} requests/s, p99 ${result.latency.p99} ms; commands over HTTP ÷ execute in process: ${(recorded / seconds / floor).toFixed(2)}\n`,
  )
}, 300_000)
