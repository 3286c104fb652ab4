// A log is copied between the stores without a change: it verifies the same, with the same seal, and gives the same report.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flipBit } from './damage.js'
import { freshStore, type Server, startEventStore, startPostgres } from './servers.js'
import { resultOf, runMain, runProcess, temporaryFolder } from './skein.js'
import { lastEvent, simulatedStore, storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
const inFolder = (name: string): string => storeUrl(join(folder, name))
// one key for all stores, as for a base that moves from one to the other
const env = { SKEIN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'), SKEIN_LANG: 'en' }
const original = inFolder('original.db')

const succeed = async (...args: readonly string[]) => {
  const result = await runMain(args, { env })
  expect([result.code, result.stderr]).toEqual([0, expect.not.stringContaining('skein:')])
  return result
}
const readReport = async (...store: readonly string[]) =>
  (await succeed('report', '--json', '--today', '2024-01-01', '--store', ...store)).stdout
const verify = async (...store: readonly string[]) => resultOf(await succeed('verify', '--json', '--store', ...store))

let postgres: Server
let eventStore: Server
beforeAll(async () => {
  ;[postgres, eventStore] = await Promise.all([startPostgres(), startEventStore()])
  await succeed('simulate', '--trainees', '12', '--months', '8', '--seed', '3', '--store', original)
}, 120_000)
afterAll(async () => {
  await Promise.all([postgres.stop(), eventStore.stop()])
  remove()
})

describe('a copied log', () => {
  it('from SQLite to PostgreSQL and back verifies the same, with the same seal, and gives the same report', async () => {
    const [server, back] = [freshStore(postgres), inFolder('back.db')]
    await succeed('copy', '--from', original, '--to', server)
    await succeed('copy', '--from', server, '--to', back)
    const verified = await verify(original)
    expect(verified).toMatchObject({ ok: true, sealed: { keyless: 0 } })
    for (const url of [server, back]) {
      expect(await verify(url)).toEqual(verified)
      await succeed('rebuild', '--all', '--store', url)
      expect(await readReport(url)).toBe(await readReport(original))
    }
  })

  it('from SQLite to EventStoreDB and back verifies the same, and gives the same report', async () => {
    const [keys, back] = [inFolder('keys.db'), inFolder('from-server.db')]
    await succeed('copy', '--from', original, '--to', eventStore.url, '--to-read-models', keys)
    await succeed('copy', '--from', eventStore.url, '--from-read-models', keys, '--to', back)
    const verified = await verify(original)
    for (const store of [[eventStore.url, '--read-models', keys], [back]]) {
      expect(await verify(...store)).toEqual(verified)
      await succeed('rebuild', '--all', '--store', ...store)
      expect(await readReport(...store)).toBe(await readReport(original))
    }
  })

  it('is complete after the copy was killed several times', async () => {
    const args = ['copy', '--from', original, '--to', inFolder('killed.db')]
    for (let kills = 0; kills < 4; kills++)
      await runProcess(args, { folder, env, kill: { signal: 'SIGKILL', after: 150 + 100 * kills } })
    await succeed(...args)
    expect(resultOf(await succeed(...args, '--json'))).toMatchObject({ ok: true, copied: 0 })
    expect(await verify(inFolder('killed.db'))).toEqual(await verify(original))
  })

  it('has no keys with --without-keys', async () => {
    await succeed('copy', '--without-keys', '--from', original, '--to', inFolder('keyless.db'))
    const { ok, seal, sealed } = await verify(inFolder('keyless.db'))
    const verified = await verify(original)
    expect({ ok, seal }).toEqual({ ok: true, seal: verified.seal })
    expect(sealed).toMatchObject({ keyless: expect.any(Number) })
    expect(sealed).not.toEqual(verified.sealed)
  })
})

describe('copy', () => {
  it('fails where the target has other events', async () => {
    await succeed('simulate', '--trainees', '3', '--months', '4', '--seed', '4', '--store', inFolder('other.db'))
    const { code, stderr } = await runMain(['copy', '--from', original, '--to', inFolder('other.db')], { env })
    expect([code, stderr]).toEqual([1, expect.stringMatching(/\/other\.db[^\n]*empty store/)])
  })

  it('fails where an event was changed, and names its stream and revision', async () => {
    await succeed('copy', '--from', original, '--to', inFolder('damaged.db'))
    const path = join(folder, 'damaged.db')
    const event = await lastEvent(path, 'CandidateNominated')
    flipBit(path, event)
    const args = ['copy', '--from', storeUrl(path), '--to', inFolder('from-damaged.db')]
    const { code, stderr } = await runMain(args, { env })
    expect(code).toBe(1)
    expect(stderr).toContain(`${event.stream} revision ${event.revision}`)
  })

  it('names the store that failed', async () => {
    const path = await simulatedStore(folder, 'source.db', ['--trainees', '3', '--months', '4'])
    const other = storeUrl(join(folder, 'missing', 'target.db'))
    const { code, stderr } = await runMain(['copy', '--from', storeUrl(path), '--to', other], { env })
    expect([code, stderr]).toEqual([1, expect.stringContaining('target.db')])
  })
})
