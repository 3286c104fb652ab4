// Events on an EventStoreDB server, read models and keys in a SQLite file: the commands and the numbers are the same.
// The server is the protocol simulator of packages/storage-eventstoredb.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startEventStore } from './servers.js'
import { resultOf, runMain, temporaryFolder } from './skein.js'
import { storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
const readModels = ['--read-models', storeUrl(join(folder, 'read-models.db'))]
const inFile = ['--store', storeUrl(join(folder, 'base.db'))]
const env = { SKEIN_LANG: 'en' }

let server: Server
let onServer: readonly string[]
beforeAll(async () => {
  server = await startEventStore()
  onServer = ['--store', server.url, ...readModels]
  for (const store of [onServer, inFile])
    expect(await runMain(['simulate', '--trainees', '12', '--months', '8', '--seed', '3', ...store])).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('rror'),
    })
}, 120_000)
afterAll(async () => {
  await server.stop()
  remove()
})

describe('events on an EventStoreDB server', () => {
  it('give the same report as the same events in a file', async () => {
    const [report, expected] = await Promise.all(
      [onServer, inFile].map(async (store) =>
        resultOf(await runMain(['report', '--json', '--today', '2024-01-01', ...store])),
      ),
    )
    expect(report).toMatchObject({ today: '2024-01-01' })
    expect({ ...report, store: '' }).toEqual({ ...expected, store: '' })
  })

  it.each([[['rebuild', '--all']], [['verify']], [['status']]])('can be used by %j', async (command) => {
    const { code, stderr, stdout } = await runMain([...command, ...onServer])
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/\d/)
  })

  it('are as up to date as they are: a repeated simulation rebuilds nothing, and status says nothing is behind', async () => {
    const again = await runMain(['simulate', '--trainees', '12', '--months', '8', '--seed', '3', ...onServer], { env })
    expect(again.code, again.stderr).toBe(0)
    expect(again.stderr).not.toMatch(/rebuild/)
    expect(again.stdout).toMatch(/steps are in esdb:[^;]*; rules/)
    const { stdout } = await runMain(['status', ...onServer], { env })
    expect(stdout).not.toMatch(/behind: |absent or behind/)
    const { projections, processes } = resultOf(await runMain(['status', '--json', ...onServer]))
    expect(projections).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'worklist', state: 'live', lag: 0 })]),
    )
    expect(processes).toMatchObject({ state: 'live', lag: 0 })
  })

  it('are rebuilt to the same numbers as in a file', async () => {
    const rebuild = async (store: readonly string[]) =>
      resultOf(await runMain(['rebuild', '--all', '--restart', '--json', ...store]))
    expect({ ...(await rebuild(onServer)), seconds: 0 }).toEqual({ ...(await rebuild(inFile)), seconds: 0 })
  })
})

describe('an EventStoreDB server', () => {
  it('needs another store for read models and keys', async () => {
    const { code, stderr } = await runMain(['status', '--store', server.url])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--read-models sqlite:')])
  })

  it('that cannot be reached is an error with its address, without the password', async () => {
    const url = 'esdb://who:secret@127.0.0.1:1?tls=false'
    const { code, stderr } = await runMain(['status', '--store', url, ...readModels], { env })
    expect(code).toBe(1)
    expect(stderr).toContain('esdb://127.0.0.1:1')
    expect(stderr).not.toContain('secret')
  })
})
