// 64 connections that send commands and read, without a pause. SKEIN_LOAD_SECONDS says how long (default 2; 60 on demand).
import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CommandInput, domain } from '@skein/core'
import { createRuntime } from '@skein/engine'
import { issueToken } from '@skein/http'
import autocannon from 'autocannon'
import { afterAll, expect, it } from 'vitest'
import { openStorage } from '../src/storage/open-storage.js'
import { secret, serving } from './serving.js'
import { temporaryFolder } from './skein.js'

const seconds = Number(process.env.SKEIN_LOAD_SECONDS ?? 2)
const connections = 64

const { folder, remove } = temporaryFolder()
afterAll(remove)

const villages = Array.from({ length: connections }, (_, at) => `532329104${String(200 + at)}`)
let people = 0
const counting = () => {
  people += 1
  return { code: villages[people % connections] ?? '', people, on: '2018-01-02' }
}
const registering = (code: string, level: 'county' | 'township' | 'village', parent?: string): CommandInput => ({
  type: 'RegisterDivision',
  data: { code, level, name: 'x', on: '2018-01-01', ...(parent === undefined ? {} : { parent }) },
})
const registered: readonly CommandInput[] = [
  registering('532329', 'county'),
  registering('532329104', 'township', '532329'),
  ...villages.map((code) => registering(code, 'village', '532329104')),
]

const prepare = async (file: string): Promise<void> => {
  const storage = await openStorage(`sqlite:${join(folder, file)}`)
  const runtime = createRuntime(domain, storage, { masterKey })
  for (const command of registered) await runtime.execute(command, { commandId: randomUUID(), actor: 'x' })()
  await storage.close()
}
const masterKey = Buffer.alloc(32, 5).toString('base64')

/** Commands a second in one process, without HTTP, by as many callers. */
const inProcess = async (file: string): Promise<number> => {
  const storage = await openStorage(`sqlite:${join(folder, file)}`)
  const runtime = createRuntime(domain, storage, { masterKey })
  const end = performance.now() + Math.min(seconds, 10) * 1000
  let done = 0
  const caller = async () => {
    while (performance.now() < end) {
      const command: CommandInput = { type: 'CountWilling', data: counting() }
      await runtime.execute(command, { commandId: randomUUID(), actor: 'x' })()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, caller))
  await storage.close()
  return done / Math.min(seconds, 10)
}

it(`${connections} connections for ${seconds} s: no error; SIGTERM at its end loses nothing`, async () => {
  await prepare('floor.db')
  await prepare('load.db')
  const floor = await inProcess('floor.db')
  const keyFile = join(folder, 'key')
  appendFileSync(keyFile, masterKey)
  const { child, url, ended, said } = serving(folder, [
    '--store',
    'sqlite:load.db',
    '--master-key-file',
    keyFile,
    '--rate',
    '1000000',
  ])
  const at = await url
  const token = await issueToken(secret, { subject: 'office-1', role: 'county', division: '532329' })
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  let sent = 0
  const command = () => {
    sent += 1
    return {
      method: 'POST' as const,
      path: '/v1/commands/CountWilling',
      headers: { ...headers, 'Idempotency-Key': randomUUID() },
      body: JSON.stringify(counting()),
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
  expect(await ended).toBe(0)
  expect([result.errors, result.timeouts, result.non2xx]).toEqual([0, 0, 0])
  expect(said.stderr.split('\n').filter((line) => line.includes('"level":50'))).toEqual([])

  const storage = await openStorage(`sqlite:${join(folder, 'load.db')}`, { access: 'read' })
  const recorded = (await storage.events.count({ types: ['WillingCounted'] })) ?? 0
  await storage.close()
  // what was answered is there; what was cut off at the end may be
  expect(recorded).toBeGreaterThan(result['2xx'] / 2 - connections)
  expect(recorded).toBeLessThanOrEqual(sent)
  process.stdout.write(
    `${Math.round(result.requests.average)} requests/s, p99 ${result.latency.p99} ms; commands over HTTP ÷ execute in process: ${(recorded / seconds / floor).toFixed(2)}\n`,
  )
}, 300_000)
