// A log that another program writes to as well: its events have any form and any name, some stand in streams of ours.
// Every command gives the same figures as without them.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { issueToken } from '@skein/http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { secret, startServer } from './serve-process.js'
import { type Server, startEventStore } from './servers.js'
import { resultOf, runMain, temporaryFolder } from './skein.js'
import { storeUrl } from './stores.js'

/** `pnpm test:long` sets it to 100,000. */
const foreignEvents = Number(process.env.SKEIN_FOREIGN_EVENTS ?? '1500')

const { folder, remove } = temporaryFolder()
const env = { SKEIN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'), SKEIN_LANG: 'en' }
const foreignScript = fileURLToPath(new URL('../../storage-eventstoredb/test/simulator/foreign.ts', import.meta.url))
const writeForeign = (count: number, ...streams: readonly string[]) =>
  execFileSync(process.execPath, [foreignScript, server.url, String(count), ...streams], { stdio: 'inherit' })

const inFile = ['--store', storeUrl(join(folder, 'base.db'))]
let server: Server
let shared: readonly string[]
const run = (...args: readonly string[]) => runMain(args, { env })
const succeed = async (...args: readonly string[]) => {
  const result = await run(...args)
  expect([args[0], result.code], result.stderr + result.stdout).toEqual([args[0], 0])
  return result
}

beforeAll(async () => {
  server = await startEventStore()
  shared = ['--store', server.url, '--read-models', storeUrl(join(folder, 'read-models.db'))]
  // a log with nothing but the events of another program is new
  writeForeign(foreignEvents / 2)
  for (const store of [shared, inFile]) {
    await succeed('simulate', '--trainees', '12', '--months', '8', '--seed', '3', ...store)
  }
  writeForeign(foreignEvents / 2, 'division-532329')
}, 600_000)
afterAll(async () => {
  await server.stop()
  remove()
})

/** Without what differs between two simulations of the same programme. */
const numbers = ({ head: _, foreign: __, ...result }: Readonly<Record<string, unknown>>) => ({
  ...result,
  store: '',
  seconds: 0,
  digest: '',
})
const withoutSeal = (result: Readonly<Record<string, unknown>>) => ({ ...numbers(result), seal: '' })

it('is rebuilt, reported, verified, checked and sealed with the same figures', { timeout: 1_800_000 }, async () => {
  for (const command of [
    ['rebuild', '--all', '--restart'],
    ['report', '--today', '2024-01-01'],
    ['worklist', '--today', '2024-01-01'],
    ['verify'],
    ['check'],
  ]) {
    const [ours, expected] = [await run(...command, '--json', ...shared), await run(...command, '--json', ...inFile)]
    expect([command[0], ours.code], ours.stderr).toEqual([command[0], expected.code])
    expect(withoutSeal(resultOf(ours)), command[0]).toEqual(withoutSeal(resultOf(expected)))
  }
  expect((await succeed('status', ...shared)).stdout).toMatch(/other programs wrote [\d,]+ of the last 1,000 events/)
  expect(resultOf(await run('status', '--json', ...shared)).foreign).toEqual({ events: 1000, of: 1000 })
  expect(resultOf(await run('status', '--json', ...inFile)).foreign).toMatchObject({ events: 0 })
  // those before the last event of ours
  expect(resultOf(await run('verify', '--json', ...shared)).foreign).toBe(foreignEvents / 2)
  expect((await run('verify', ...shared)).stdout).toMatch(/events of other programs/)
  const seal = join(folder, 'seal.json')
  await succeed('seal', seal, ...shared)
  await succeed('verify', '--against', seal, ...shared)
})

it('is copied to and from, behind the events of the other program', { timeout: 1_800_000 }, async () => {
  const away = storeUrl(join(folder, 'away.db'))
  await succeed('copy', '--from', server.url, '--from-read-models', shared.at(-1) ?? '', '--to', away)
  const other = await startEventStore()
  execFileSync(process.execPath, [foreignScript, other.url, '50'])
  const back = ['--to', other.url, '--to-read-models', storeUrl(join(folder, 'back.db'))]
  await succeed('copy', '--from', away, ...back)
  const verify = (...store: readonly string[]) => succeed('verify', '--json', ...store)
  const [original, copied, again] = [
    await verify(...shared),
    await verify('--store', away),
    await verify('--store', other.url, '--read-models', storeUrl(join(folder, 'back.db'))),
  ].map((result) => numbers(resultOf(result)))
  expect(copied).toEqual(original)
  expect(again).toEqual(original)
  await other.stop()
})

it('is served, and the feed has our events only', { timeout: 600_000 }, async () => {
  const keyFile = join(folder, 'master-key')
  writeFileSync(keyFile, env.SKEIN_MASTER_KEY, { mode: 0o600 })
  const { child, url, exitCode } = startServer(folder, [...shared, '--rate', '100000', '--master-key-file', keyFile])
  const at = await url
  const token = await issueToken(secret, { subject: 'auditor-1', role: 'auditor', division: '*' })
  const get = (path: string) => fetch(new URL(path, at), { headers: { Authorization: `Bearer ${token}` } })
  await expect.poll(async () => (await get('/readyz')).status, { timeout: 60_000 }).toBe(200)
  const { events } = resultOf(await succeed('verify', '--json', ...inFile))
  let found = 0
  for (let next: string | undefined = '/v1/events?limit=1000'; next !== undefined; ) {
    const page = await get(next)
    expect(page.status).toBe(200)
    const batch: unknown = await page.json()
    const size = Array.isArray(batch) ? batch.length : 0
    found += size
    next = size === 0 ? undefined : /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1]
  }
  expect(found).toBe(events)
  child.kill('SIGTERM')
  expect(await exitCode).toBe(0)
})
