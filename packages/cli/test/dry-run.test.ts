import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, skein, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
const call = (...args: readonly string[]) => skein([...args, '--store', 'sqlite:./base.db'], { folder })

beforeAll(async () => {
  await skein(['demo', '--db', './base.db'], { folder })
}, 120_000)
afterAll(remove)

describe('rebuild --dry-run', () => {
  it('says how many events and documents, and about how long', async () => {
    const { code, stdout } = await call('rebuild', '--all', '--dry-run')
    expect(code).toBe(0)
    expect(stdout).toMatch(/from [\d,]+ events, which now are [\d,]+ documents; from the beginning that takes about /)
    expect(stdout).toContain('nothing was done')
  })

  it('says it to programs, and leaves the store as it is', async () => {
    const before = await call('status', '--json')
    const dry = resultOf(await call('rebuild', 'journeyFunnel', '--dry-run', '--json'))
    expect(dry).toMatchObject({ ok: true, dryRun: true, projections: [{ name: 'journeyFunnel' }] })
    expect(dry.events).toBeGreaterThan(0)
    expect(dry.documents).toBeGreaterThan(0)
    expect(dry.seconds).toBeGreaterThan(0)
    expect((await call('status', '--json')).stdout).toBe(before.stdout)
  })
})
