import { main } from '@skein/cli'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, temporaryFolder } from './skein.js'
import { callOn, simulatedStore, storeUrl } from './stores.js'
import { testIo } from './test-io.js'

const { folder, remove } = temporaryFolder()
let path: string
let call: ReturnType<typeof callOn>

beforeAll(async () => {
  path = await simulatedStore(folder, 'base.db')
  call = callOn(path)
}, 60_000)
afterAll(remove)

describe('rebuild --dry-run', () => {
  it('prints the number of events and documents, and an estimate of the time', async () => {
    const { code, stdout } = await call('rebuild', '--all', '--dry-run', '--lang', 'en')
    expect(code).toBe(0)
    expect(stdout).toMatch(/from [\d,]+ events, which are now [\d,]+ documents; from the start that takes about /)
    expect(stdout).toContain('nothing was done')
  })

  it('prints the bounds', async () => {
    const bounds = ['--as-of', '2018-05-01', '--known-at', '2030-01-01T00:00:00Z']
    const { stdout } = await call('rebuild', '--all', '--dry-run', '--lang', 'en', ...bounds)
    expect(stdout).toContain('Only events that happened up to 2018-05-01 and recorded up to 2030-01-01T00:00:00Z.')
    expect(stdout).toContain('would be kept apart')
  })

  it('gives programs the same as JSON, and changes nothing in the store', async () => {
    const before = await call('status', '--json')
    const dry = resultOf(await call('rebuild', 'journeyFunnel', '--dry-run', '--json'))
    expect(dry).toMatchObject({ ok: true, dryRun: true, projections: [{ name: 'journeyFunnel' }] })
    expect(dry.events).toBeGreaterThan(0)
    expect(dry.documents).toBeGreaterThan(0)
    expect(dry.seconds).toBeGreaterThan(0)
    expect((await call('status', '--json')).stdout).toBe(before.stdout)
  })
})

describe('rebuild', () => {
  it('mentions retired generations until they are dropped', async () => {
    expect((await call('rebuild', 'worklist', '--lang', 'en')).stdout).toMatch(
      /1 retired generation is still kept.*`skein prune`/,
    )
    const pruned = (await call('rebuild', 'worklist', '--prune', '--lang', 'en')).stdout
    expect(pruned).toContain('Dropped 1 old generation.')
    expect(pruned).not.toContain('retired')
  })

  it.each([
    { options: [], words: 'the same command' },
    { options: ['--restart'], words: 'without --restart' },
  ])('interrupted with $options explains how to continue', async ({ options, words }) => {
    const { io, written } = testIo({ env: { SKEIN_LANG: 'en' } })
    const args = ['rebuild', '--all', ...options, '--store', storeUrl(path)]
    const code = await main(args, { ...io, signal: AbortSignal.abort() })
    expect([code, written.stderr]).toEqual([130, expect.stringContaining(words)])
  })
})
