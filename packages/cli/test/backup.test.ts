import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, runMain, temporaryFolder } from './skein.js'
import { callOn, simulatedStore } from './stores.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)
let call: ReturnType<typeof callOn>
let other: ReturnType<typeof callOn>
const backup = join(folder, 'backup.db')

beforeAll(async () => {
  call = callOn(await simulatedStore(folder, 'a.db', ['--trainees', '4', '--months', '3', '--start', '2018-06-01']))
  other = callOn(join(folder, 'b.db'))
}, 60_000)

describe('skein backup and restore', () => {
  it('copy a store, with its keys, and put it in another place', async () => {
    const written = await call('backup', backup, '--lang', 'en')
    expect([written.code, written.stdout]).toEqual([
      0,
      `The backup is in ${backup}.\nIts keys are in ${backup}.keys.\n`,
    ])
    expect(existsSync(`${backup}.keys`)).toBe(true)
    const restored = await other('restore', backup, '--lang', 'en')
    expect([restored.code, restored.stdout]).toEqual([0, expect.stringContaining('events of the backup')])
    expect((await other('verify')).code).toBe(0)
    expect((await other('worklist', '--today', '2018-09-01')).stdout).toBe(
      (await call('worklist', '--today', '2018-09-01')).stdout,
    )
  }, 60_000)

  it('replace a store only where that is asked for, and keep its files', async () => {
    const refused = await other('restore', backup, '--lang', 'en')
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('exist already')])
    const { kept } = resultOf(await other('restore', backup, '--replace', '--json')) as { readonly kept: string[] }
    expect(kept.length).toBeGreaterThanOrEqual(2)
    expect(kept.every((file) => existsSync(file))).toBe(true)
  }, 60_000)

  it('leave the keys out where that is asked for, and refuse other stores', async () => {
    const without = join(folder, 'without.db')
    expect((await call('backup', without, '--without-keys')).code).toBe(0)
    expect(existsSync(`${without}.keys`)).toBe(false)
    const server = await runMain(['restore', backup, '--store', 'postgres://localhost/base', '--lang', 'en'])
    expect([server.code, server.stderr]).toEqual([2, expect.stringContaining('pg_restore')])
  }, 60_000)
})
