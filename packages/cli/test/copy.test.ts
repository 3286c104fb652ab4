// One URL is all that tells the stores apart: the same job on each gives the same report, and a log goes from one to
// the other and back without a change.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredEvent } from '@skein/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStorage } from '../src/storage/open-storage.js'
import { freshStore, type Server, startEventStore, startPostgres } from './servers.js'
import { resultOf, skein, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
const env = { SKEIN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
const call = (...args: readonly string[]) => skein(args, { folder, env })
const done = async (...args: readonly string[]) => {
  const ended = await call(...args)
  expect([ended.code, ended.stderr]).toEqual([0, expect.not.stringContaining('skein:')])
  return ended
}

const programme = ['simulate', '--trainees', '12', '--months', '8', '--seed', '3']
const original = ['--store', 'sqlite:./original.db']
const reportOf = async (...store: readonly string[]) =>
  (await done('report', '--json', '--today', '2024-01-01', ...store)).stdout
const verdictOf = async (...store: readonly string[]) => resultOf(await done('verify', '--json', ...store))

/** An event that stands in the file as it was written. */
const lastEvent = async (db: string): Promise<StoredEvent> => {
  const storage = await openStorage(`sqlite:${join(folder, db)}`, { access: 'read' })
  try {
    for await (const batch of storage.events.readAll({ types: ['CandidateNominated'] })) {
      const event = batch.at(-1)
      if (event !== undefined) return event
    }
    throw new Error('nobody was nominated')
  } finally {
    await storage.close()
  }
}

let postgres: Server
let eventStore: Server
beforeAll(async () => {
  ;[postgres, eventStore] = await Promise.all([startPostgres(), startEventStore()])
  await done(...programme, ...original)
}, 120_000)
afterAll(async () => {
  await Promise.all([postgres.stop(), eventStore.stop()])
  remove()
})

it('the same job on PostgreSQL gives the same report', async () => {
  const store = ['--store', freshStore(postgres)]
  await done(...programme, ...store)
  expect(await reportOf(...store)).toBe(await reportOf(...original))
  await done('rebuild', '--all', ...store)
  expect(await reportOf(...store)).toBe(await reportOf(...original))
})

describe('a log that is copied', () => {
  it('from SQLite to PostgreSQL and back verifies the same, with the same seal, and reports the same', async () => {
    const server = freshStore(postgres)
    await done('copy', '--from', 'sqlite:./original.db', '--to', server)
    await done('copy', '--from', server, '--to', 'sqlite:./back.db')
    const verdict = await verdictOf(...original)
    expect(verdict).toMatchObject({ ok: true, sealed: { keyless: 0 } })
    for (const url of [server, 'sqlite:./back.db']) {
      expect(await verdictOf('--store', url)).toEqual(verdict)
      await done('rebuild', '--all', '--store', url)
      expect(await reportOf('--store', url)).toBe(await reportOf(...original))
    }
  })

  it('goes to EventStoreDB and back', async () => {
    const [there, back] = ['sqlite:./beside.db', 'sqlite:./from-server.db']
    await done('copy', '--from', 'sqlite:./original.db', '--to', eventStore.url, '--to-read-models', there)
    await done('copy', '--from', eventStore.url, '--from-read-models', there, '--to', back)
    const verdict = await verdictOf(...original)
    for (const store of [
      ['--store', eventStore.url, '--read-models', there],
      ['--store', back],
    ]) {
      expect(await verdictOf(...store)).toEqual(verdict)
      await done('rebuild', '--all', ...store)
      expect(await reportOf(...store)).toBe(await reportOf(...original))
    }
  })

  it('is copied to its end after any number of kills', async () => {
    const copying = ['copy', '--from', 'sqlite:./original.db', '--to', 'sqlite:./killed.db']
    for (let kills = 0; kills < 4; kills++)
      await skein(copying, { folder, env, kill: { signal: 'SIGKILL', after: 150 + 100 * kills } })
    await done(...copying)
    expect(resultOf(await done(...copying, '--json'))).toMatchObject({ ok: true, copied: 0 })
    expect(await verdictOf('--store', 'sqlite:./killed.db')).toEqual(await verdictOf(...original))
  })

  it('leaves its keys behind where that is wanted', async () => {
    await done('copy', '--without-keys', '--from', 'sqlite:./original.db', '--to', 'sqlite:./keyless.db')
    const { ok, seal, sealed } = await verdictOf('--store', 'sqlite:./keyless.db')
    const verdict = await verdictOf(...original)
    expect({ ok, seal }).toEqual({ ok: true, seal: verdict.seal })
    expect(sealed).toMatchObject({ keyless: expect.any(Number) })
    expect(sealed).not.toEqual(verdict.sealed)
  })

  it('does not go into another one', async () => {
    await done('simulate', '--trainees', '3', '--months', '4', '--seed', '4', '--store', 'sqlite:./other.db')
    const { code, stderr } = await call('copy', '--from', 'sqlite:./original.db', '--to', 'sqlite:./other.db')
    expect([code, stderr]).toEqual([1, expect.stringMatching(/sqlite:\.\/other\.db[^\n]*empty store/)])
  })

  it('is not copied where it is not what was recorded; the line names the place', async () => {
    await done('copy', '--from', 'sqlite:./original.db', '--to', 'sqlite:./damaged.db')
    const { data, stream, revision } = await lastEvent('damaged.db')
    const file = join(folder, 'damaged.db')
    const bytes = readFileSync(file)
    const place = bytes.indexOf(data) + data.indexOf('"on":"20') + 9
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
    writeFileSync(file, bytes)
    const { code, stderr } = await call('copy', '--from', 'sqlite:./damaged.db', '--to', 'sqlite:./from-damaged.db')
    expect(code).toBe(1)
    expect(stderr).toContain(`${stream} revision ${revision}`)
  })
})

describe('a seal', () => {
  it('shows that nothing was changed, also when the log has grown, and that something was', async () => {
    await done('copy', '--from', 'sqlite:./original.db', '--to', 'sqlite:./sealed.db')
    await done('seal', 'seal.json', ...original)
    expect((await call('verify', '--against', 'seal.json', '--store', 'sqlite:./sealed.db')).code).toBe(0)
    const { events } = await verdictOf(...original)
    writeFileSync(join(folder, 'longer.json'), JSON.stringify({ events: Number(events) + 1, digest: '0'.repeat(64) }))
    const { code, stdout } = await call('verify', '--against', 'longer.json', ...original)
    expect([code, stdout]).toEqual([3, expect.stringContaining('(seal)')])
    writeFileSync(join(folder, 'other.json'), JSON.stringify({ events: 10, digest: '0'.repeat(64) }))
    expect((await call('verify', '--against', 'other.json', ...original)).code).toBe(3)
  })

  it('is not written over another, and no other file is taken for one', async () => {
    await done('seal', 'first.json', ...original)
    expect((await call('seal', 'first.json', ...original)).stderr).toContain('first.json is there already')
    const { code, stderr } = await call('verify', '--against', 'original.db', ...original)
    expect([code, stderr]).toEqual([2, expect.stringContaining('original.db is no seal')])
  })
})
