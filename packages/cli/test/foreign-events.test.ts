// Events that are not of the domain in a store of its own, where another program wrote them: the figures are those without
// them, and `status`, `verify`, `check`, `seal` and `copy` say that they are there.
import { join } from 'node:path'
import { openStorage } from '@skein/cli'
import type { NewEvent } from '@skein/engine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshStore, type Server, startPostgres } from './servers.js'
import { resultOf, runMain, temporaryFolder } from './skein.js'
import { storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
const env = { SKEIN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'), SKEIN_LANG: 'en' }
let postgres: Server
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres.stop()
  remove()
})

/** Events with the names of ours and others, of our form and of none, in streams of their own and behind ours. */
const writeForeign = async (url: string): Promise<readonly string[]> => {
  const storage = await openStorage(url)
  let ours: NewEvent | undefined
  for await (const [first] of storage.events.readAll({ types: ['CourseOffered'] })) ours ??= first
  if (ours === undefined) throw new Error('there is no course')
  const { schemaVersion, metadata, data, type } = ours
  const hashed = (event: Omit<NewEvent, 'hash' | 'schemaVersion'>, n: number) => ({
    ...event,
    schemaVersion,
    hash: Buffer.alloc(32, n).toString('hex'),
  })
  const foreign = [
    { type, data, metadata },
    { type: 'OrderPlaced', data: '{"on":"2018-03-01","price":1}', metadata },
    { type: 'OrderPlaced', data: 'no JSON', metadata: 'null' },
  ].map(hashed)
  for (const [index, event] of foreign.entries()) {
    const result = await storage.events.append(`shop-${index}`, [event], 'none')()
    if (result._tag === 'Left') throw new Error(JSON.stringify(result.left))
  }
  await storage.close()
  return foreign.map((_, index) => `shop-${index}`)
}

it.each([
  ['SQLite', () => storeUrl(join(folder, 'base.db'))],
  ['PostgreSQL', () => freshStore(postgres)],
] as const)(
  'are left out of figures and named, on %s',
  async (_name, urlOf) => {
    const url = urlOf()
    const run = (...args: readonly string[]) => runMain([...args, '--store', url], { env })
    const figures = async () => {
      await run('rebuild', '--all', '--restart')
      const reports = await Promise.all(
        [['report'], ['worklist']].map((command) => run(...command, '--today', '2024-01-01', '--json')),
      )
      return reports.map(({ code, stdout }) => [code, stdout])
    }
    expect((await run('simulate', '--trainees', '8', '--months', '6', '--seed', '3')).code).toBe(0)
    const before = await figures()
    expect((await run('status')).stdout).not.toMatch(/not of this domain/)

    const streams = await writeForeign(url)
    expect(await figures()).toEqual(before)
    const status = await run('status')
    expect(status.stdout).toMatch(/3 of the last [\d,]+ events are not of this domain/)
    expect(resultOf(await run('status', '--json')).foreign).toMatchObject({ events: 3 })
    const verified = await run('verify')
    expect(verified.code).toBe(3)
    for (const stream of streams) expect(verified.stdout).toContain(`${stream} revision 0`)
    const checked = await run('check')
    expect(checked.code).toBe(3)
    expect(checked.stdout).toContain('shop-0 revision 0 CourseOffered')
    expect((await run('seal', join(folder, `${_name}.seal`))).code).toBe(3)
    const copied = await runMain(['copy', '--from', url, '--to', storeUrl(join(folder, `${_name}-copy.db`))], { env })
    expect([copied.code, copied.stderr]).toEqual([1, expect.stringContaining('shop-0')])
  },
  180_000,
)
