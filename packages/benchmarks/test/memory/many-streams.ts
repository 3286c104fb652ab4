// Logs with very many streams: the people and households of a simulated programme, over and over, each time under other ids.
import { hash } from 'node:crypto'
import { type EventStore, openMemory, type StoredEvent } from '@skein/engine'
import { play, simulate } from '@skein/simulator'
import * as E from 'fp-ts/lib/Either.js'
import { divisions } from '../../src/divisions.ts'
import { masterKey } from '../amended-programme.ts'

/** A stream is copied as far as it has these: they need nothing of streams that are not copied. */
const copiedTypes = new Set([
  'CandidateNominated',
  'EligibilityReviewed',
  'TraineeSelected',
  'CoursesRequested',
  'HouseholdRegistered',
  'IncomeRecorded',
])
const appendedAtOnce = 1000

/** Appends a programme to an empty log, and copies of its people and households until there are so many of these. */
export const recordManyStreams = async (store: EventStore, streams: number): Promise<void> => {
  const programme = openMemory()
  await play(programme, simulate({ seed: 5, divisions: divisions(1), trainees: 200, months: 11 }), { masterKey })
  const all: StoredEvent[] = []
  for await (const batch of programme.events.readAll()) all.push(...batch)
  await programme.close()
  await append(store, all)

  const copied = new Map<string, StoredEvent[]>()
  const ended = new Set<string>()
  for (const event of all) {
    const { stream, type } = event
    if (!/^(journey|household)-/.test(stream) || ended.has(stream)) continue
    if (!copiedTypes.has(type)) ended.add(stream)
    else copied.set(stream, [...(copied.get(stream) ?? []), event])
  }
  const copies = Math.ceil(streams / copied.size)
  const longest = Math.max(...[...copied.values()].map(({ length }) => length))
  const hashes = new Map<string, string>()
  // every stream gets its next event after all others have got theirs
  for (let revision = 0; revision < longest; revision += 1)
    for (let copy = 0; copy < copies; copy += 1)
      await append(
        store,
        [...copied.values()].flatMap((events) => {
          const event = events[revision]
          return event === undefined ? [] : [copyOf(event, copy, hashes)]
        }),
      )
}

/** The event of another person or household, with the hash that follows from that. */
const copyOf = (event: StoredEvent, copy: number, hashes: Map<string, string>): StoredEvent => {
  const renamed = (text: string) => text.replaceAll(/-(trainee|household)-(\d+)/g, `-$1-$2-${copy}`)
  const [stream, metadata] = [renamed(event.stream), renamed(event.metadata)]
  const data = withChecksums(renamed(event.data))
  const { revision, schemaVersion, type } = event
  const previous = hashes.get(stream)
  const name = JSON.stringify(stream)
  // docs/stored-format.md
  const digest = hash(
    'sha256',
    `{"data":${data},"metadata":${metadata},"previous":${previous === undefined ? 'null' : `"${previous}"`},"revision":${revision},"schemaVersion":${schemaVersion},"stream":${name},"type":"${type}"}`,
  )
  hashes.set(stream, digest)
  return { ...event, stream, data, metadata, hash: digest }
}

const checksumLength = 6

/** The data of an event whose encrypted values were renamed, with the checksums that these have then. */
const withChecksums = (data: string): string => {
  if (!data.includes('"ciphertext"')) return data
  const fields: Readonly<Record<string, unknown>> = JSON.parse(data)
  const mended = Object.entries(fields).map(([field, value]) => {
    if (typeof value !== 'object' || value === null || !('ciphertext' in value)) return [field, value]
    const { ciphertext, ...rest } = value
    const encrypted = Buffer.from(String(ciphertext), 'base64url').subarray(0, -checksumLength)
    const digest = hash('sha256', Buffer.concat([Buffer.from(JSON.stringify(rest)), encrypted]), 'buffer')
    const bytes = Buffer.concat([encrypted, digest.subarray(0, checksumLength)])
    return [field, { ...value, ciphertext: bytes.toString('base64url') }]
  })
  return JSON.stringify(Object.fromEntries(mended))
}

const append = async (store: EventStore, events: readonly StoredEvent[]): Promise<void> => {
  for (let next = 0; next < events.length; next += appendedAtOnce) {
    const some = events.slice(next, next + appendedAtOnce)
    const appended = await Promise.all(
      some.map((event) => store.append(event.stream, [event], event.revision === 0 ? 'none' : event.revision - 1)()),
    )
    for (const one of appended) if (E.isLeft(one)) throw new Error(JSON.stringify(one.left))
  }
}
