// Eight writers append to one log at the same time, each on a connection of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CommandInput, domain } from '@skein/core'
import { createRuntime, rebuild, type Storage } from '@skein/engine'
import { openPostgres } from '@skein/storage-postgres'
import { openSqlite } from '@skein/storage-sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { masterKey } from '../src/journeys.ts'
import { startPostgres } from '../src/postgres-server.ts'
import { contentOf, folded } from './histories.ts'

const writers = 8
const on = '2018-05-01'

/** Registers divisions of the writer, and counts for one division to which all writers append. */
const commandsOf = (writer: number): readonly CommandInput[] => {
  const county = `99000${writer + 1}`
  const shared = Array.from({ length: 10 }, (_, n): CommandInput => {
    const counted = {
      population: 4000,
      poorPeople: 100 + writer * 10 + n,
      source: 'counted',
      dateCertainty: 'exact',
    } as const
    return { type: 'CountPoverty', data: { code: '990009', ...counted, on: `2018-05-${10 + n}` } }
  })
  return [
    { type: 'RegisterDivision', data: { code: county, level: 'county', name: 'a county', on } },
    ...Array.from(
      { length: 10 },
      (_, n): CommandInput => ({
        type: 'RegisterDivision',
        data: { code: `${county}${101 + n}`, level: 'township', name: 'a township', parent: county, on },
      }),
    ),
    ...shared,
  ]
}

const appendAndRebuildTwice = async (open: () => Promise<Storage>): Promise<void> => {
  const stores = await Promise.all(Array.from({ length: writers }, open))
  const [first] = stores
  if (first === undefined) throw new Error('there are no writers')
  try {
    const setUp = createRuntime(domain, first, { masterKey })
    const county: CommandInput = {
      type: 'RegisterDivision',
      data: { code: '990009', level: 'county', name: 'all', on },
    }
    await setUp.execute(county, { commandId: 'first', actor: 'test' })()
    let written = 1
    await Promise.all(
      stores.map(async (storage, writer) => {
        const runtime = createRuntime(domain, storage, { masterKey })
        for (const [n, command] of commandsOf(writer).entries()) {
          const outcome = await runtime.execute(command, { commandId: `${writer}-${n}`, actor: `writer-${writer}` })()
          if (E.isRight(outcome)) written += outcome.right.events.length
          else if (outcome.left._tag !== 'Rejected') throw new Error(JSON.stringify(outcome.left))
        }
      }),
    )
    const events = []
    for await (const page of first.events.readAll()) events.push(...page)
    expect(events).toHaveLength(written)
    expect(written).toBeGreaterThan(writers * 11)
    const contents = []
    for (const _ of ['once', 'twice']) {
      expect(await rebuild(domain, first, { batchSize: 37 })).toMatchObject({ ok: true })
      contents.push(await contentOf(first))
    }
    expect(contents[0]).toEqual(folded(events))
    expect(contents[1]).toEqual(contents[0])
  } finally {
    for (const storage of stores) await storage.close()
  }
}

test('a log of eight concurrent writers rebuilds to the same read models, twice, on SQLite', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skein-eight-'))
  try {
    // created by one, so that all open the same file
    await (await openSqlite({ path: join(folder, 'base.db') })).close()
    await appendAndRebuildTwice(() => openSqlite({ path: join(folder, 'base.db'), durability: 'normal' }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a log of eight concurrent writers rebuilds to the same read models, twice, on PostgreSQL', {
  timeout: 120_000,
}, async () => {
  const server = await startPostgres()
  try {
    const url = await server.freshDatabase()
    await (await openPostgres({ url })).close()
    await appendAndRebuildTwice(() => openPostgres({ url, poolSize: 3 }))
  } finally {
    await server.stop()
  }
})
