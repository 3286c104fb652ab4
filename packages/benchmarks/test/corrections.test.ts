// Corrections across streams on every kind of store: hash chains, repeated commands, copies, what was known before and
// after, and persons whose data were erased. The log, and with it all of that, is the same on each.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CommandInput, domain } from '@skein/core'
import {
  check,
  copy,
  createRuntime,
  metadataOf,
  openMemory,
  readEntries,
  reader,
  rebuild,
  type Storage,
  verifyLog,
} from '@skein/engine'
import { exampleCommands } from '@skein/http'
import { day } from '@skein/kernel'
import { openEventStoreDB, withEvents } from '@skein/storage-eventstoredb'
import { openPostgres } from '@skein/storage-postgres'
import { openSqlite } from '@skein/storage-sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PostgresServer, startPostgres } from '../src/postgres-server.ts'
import { type EventStoreServer, startEventStore } from './event-store-server.ts'

const masterKey = Buffer.alloc(32, 7).toString('base64')
const amendment = { reason: 'typing error', by: { role: 'accountant', id: 'a3' }, on: '2021-06-01' }

let folder = ''
let files = 0
let postgres: PostgresServer | undefined
let eventStore: EventStoreServer | undefined
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skein-corrections-'))
  postgres = await startPostgres()
  eventStore = await startEventStore()
}, 60_000)
afterAll(async () => {
  await postgres?.stop()
  await eventStore?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const sqlite = () => {
  files += 1
  return openSqlite({ path: join(folder, `${files}.db`), durability: 'normal' })
}

/** A programme with corrections in it; returns the instant before the first of them. */
const corrected = async (storage: Storage) => {
  const runtime = createRuntime<CommandInput>(domain, storage, { masterKey })
  let ids = 0
  const options = (commandId = `amend-${ids++}`) => ({ commandId, actor: 'clerk' })
  for (const [index, command] of exampleCommands.entries()) {
    // sound: each is a command of the domain
    await runtime.dispatch(command as CommandInput, options(`example-${index}`))
    await runtime.settle({ projections: false })
  }
  await new Promise((resolve) => setTimeout(resolve, 20))
  const before = new Date().toISOString()
  const entryOf = async (stream: string, type: string) => {
    const entry = (await entriesOf(storage, stream)).find(
      ({ command, annulled }) => command?.type === type && annulled === undefined,
    )
    if (entry === undefined) throw new Error(`${stream} has no ${type}`)
    return { stream, eventId: entry.id, ...amendment }
  }
  const members = { ...(await entryOf('household-household-1', 'ReviseMembers')), data: { people: 7 } }
  expect(await runtime.correct(members, options('members'))()).toMatchObject({ right: { duplicate: false } })
  await runtime.settle()
  const name = { ...(await entryOf('journey-trainee-2', 'NominateCandidate')), data: { personal: { name: 'new' } } }
  expect(await runtime.correct(name, options())()).toMatchObject({ right: { duplicate: false } })
  await runtime.settle()
  return { runtime, before, members }
}

const entriesOf = (storage: Storage, stream: string) => readEntries({ domain, storage }, stream)

/** Not every store counts its events. */
const lengthOf = async ({ events }: Storage): Promise<number> => {
  let count = 0
  for await (const batch of events.readAll()) count += batch.length
  return count
}

/** The people of the household, as a read model shows them. */
const peopleIn = async (storage: Storage, into?: string): Promise<unknown> => {
  const read = reader(domain, storage, () => day('2021-06-01'))
  const page = await read('mentoringNetwork').list({ limit: 100, ...(into === undefined ? {} : { into }) })
  const found = JSON.stringify(page.items).match(/"householdId":"household-1"[^}]*"people":(\d+)/)
  return found?.[1] ?? page.items
}

const assertKept = async (storage: Storage): Promise<void> => {
  const { runtime, before, members } = await corrected(storage)

  // the hash chain, and the rules
  expect((await verifyLog(domain, storage.events.readAll(), { events: storage.events })).findings).toEqual([])
  for (const asCorrected of [false, true])
    for await (const violation of check(domain, storage.events, { asCorrected })) expect(violation).toBeUndefined()

  // a repeated command
  const count = await lengthOf(storage)
  expect(await runtime.correct(members, { commandId: 'members', actor: 'clerk' })()).toMatchObject({
    right: { duplicate: true, events: [{ type: 'MembersRevised', data: { people: 7 } }] },
  })
  await runtime.settle()
  expect(await lengthOf(storage)).toBe(count)

  // before and after
  await rebuild(domain, storage, { into: 'before', knownAt: before })
  expect([await peopleIn(storage, 'before'), await peopleIn(storage)]).toEqual(['5', '7'])

  // a copy continues where the original ended
  const other = openMemory()
  await copy(storage, other)
  const copied = createRuntime<CommandInput>(domain, other, { masterKey })
  await copied.settle()
  expect(await lengthOf(other)).toBe(count)
  expect(await copied.correct(members, { commandId: 'members', actor: 'clerk' })()).toMatchObject({
    right: { duplicate: true },
  })
  expect((await verifyLog(domain, other.events.readAll())).findings).toEqual([])

  // somebody's data are erased, also where an entry of theirs was annulled
  expect(await runtime.forget('journey-trainee-2')).toBe(true)
  const nominated = (await entriesOf(storage, 'journey-trainee-2')).filter(
    ({ command }) => command?.type === 'NominateCandidate',
  )
  expect(nominated).toHaveLength(2)
  const shown = JSON.stringify(await runtime.decrypt(nominated, { stream: 'journey-trainee-2' }))
  expect(shown).not.toContain('"name":"')
  const [, standing] = nominated
  const data = { stream: 'journey-trainee-2', eventId: standing?.id ?? '', ...amendment, data: { on: '2018-01-31' } }
  const moved = await runtime.correct(data, { commandId: 'moved', actor: 'clerk' })()
  if (moved._tag === 'Right') await runtime.settle()
  expect((await verifyLog(domain, storage.events.readAll(), { events: storage.events })).findings).toEqual([])
  for await (const batch of storage.events.readStream('journey-trainee-2'))
    for (const stored of batch) expect(metadataOf(stored).recordedAt).toMatch(/Z$/)
}

it.each([
  ['memory', async () => openMemory()],
  ['SQLite', sqlite],
  ['PostgreSQL', async () => openPostgres({ url: (await postgres?.freshDatabase()) ?? '', poolSize: 3 })],
  [
    'EventStoreDB, with read models in SQLite',
    async () => withEvents(await openEventStoreDB({ url: eventStore?.url ?? '' }), await sqlite()),
  ],
] as const)(
  'keep chains, ids, copies, what was known, and erasure, on %s',
  async (_name, open) => {
    const storage: Storage = await open()
    try {
      await assertKept(storage)
    } finally {
      await storage.close()
    }
  },
  120_000,
)
