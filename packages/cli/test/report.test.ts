import { join } from 'node:path'
import { openStorage } from '@skein/cli'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, runMain, temporaryFolder } from './skein.js'
import { callOn, copyStore, simulatedStore, storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
const today = ['--today', '2020-06-30']
let path: string
let call: ReturnType<typeof callOn>
let originalReport: string

beforeAll(async () => {
  path = await simulatedStore(folder, 'base.db', ['--trainees', '60', '--months', '14', '--seed', '7'])
  call = callOn(path)
  originalReport = (await call('report', '--json', ...today)).stdout
}, 60_000)
afterAll(remove)

describe('report', () => {
  it('fails where the read models are gone, and is byte for byte the same after a rebuild', async () => {
    const copy = copyStore(path, 'without-read-models.db')
    const callOnCopy = callOn(copy)
    const storage = await openStorage(storeUrl(copy))
    for (const { id } of await storage.readModels.generations()) await storage.readModels.drop(id)
    await storage.close()

    const empty = await callOnCopy('report', ...today)
    expect(empty.code).toBe(1)
    expect(empty.stderr).toContain(`skein rebuild --all --store ${storeUrl(copy)}`)

    const result = resultOf(await callOnCopy('rebuild', '--all', '--json'))
    expect(Object.keys(result)).toEqual(['ok', 'events', 'seconds', 'projections'])
    expect(result.ok).toBe(true)
    const { projections } = resultOf(await callOnCopy('status', '--json'))
    expect(result.projections).toEqual(
      (projections as { name: string; version: number; generations: { events: number; documents: number }[] }[]).map(
        ({ name, version, generations: [live] }) => ({
          name,
          version,
          events: live?.events,
          documents: live?.documents,
        }),
      ),
    )
    expect((await callOnCopy('report', '--json', ...today)).stdout).toBe(originalReport)
  })

  it('reads read models from a store of their own', async () => {
    const readModels = ['--read-models', storeUrl(join(folder, 'read-models.db'))]
    expect((await call('rebuild', '--all', ...readModels)).code).toBe(0)
    expect((await call('report', '--json', ...today, ...readModels)).stdout).toBe(originalReport)
  })

  it('of kept read models differs from the live one, which stays the same', async () => {
    const callOnCopy = callOn(copyStore(path, 'kept.db'))
    const bounds = ['--as-of', '2018-12-31', '--into', 'first-year']
    expect((await callOnCopy('rebuild', '--all', ...bounds)).code).toBe(0)
    const kept = await callOnCopy('report', '--json', '--today', '2018-12-31', '--kept', 'first-year')
    expect(kept.code).toBe(0)
    expect(kept.stdout).not.toBe(originalReport)
    expect((await callOnCopy('report', '--json', ...today)).stdout).toBe(originalReport)
  })

  it('lists the bases where an unknown one is named', async () => {
    const { code, stderr } = await call('report', '--base', 'nowhere')
    expect([code, stderr]).toEqual([2, expect.stringContaining('base-532329101')])
  })
})

it.each(['status', 'report'])('%s of a store in memory names it with one colon', async (command) => {
  for (const lang of ['en', 'zh']) {
    const { stdout, stderr } = await runMain([command, '--lang', lang, '--store', 'memory:'])
    expect(stdout + stderr).toContain('memory:')
    expect(stdout + stderr).not.toContain('memory::')
  }
})
