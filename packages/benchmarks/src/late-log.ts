// A log with the same entries as another one, a third of them recorded late.
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { domain } from '@skein/core'
import { codecOf, type EventStore, eventIdOf, metadataOf, type StoredEvent } from '@skein/engine'
import {
  type AnyEvent,
  comparePlaces,
  day,
  isHistoryEvent,
  type Metadata,
  type Place,
  partsOf,
  placeOf,
} from '@skein/kernel'
import { openSqlite } from '@skein/storage-sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { logOf } from './events.ts'
import { openLog } from './work-log.ts'

/** The events of one command in one stream. */
type Entry = readonly StoredEvent[]

/** An entry in three is recorded after so many entries of its stream that came after it. */
const delay = (index: number): number => (index % 3 === 1 ? 1 + (index % 4) : 0)

/** Streams that are folded in the order of recording have no late entries. */
const recordedOrder = new Set(domain.aggregates.flatMap(({ name, order }) => (order === 'recorded' ? [name] : [])))

/** The path of a log of so many events. Copy it, do not write to it. */
export const lateLogOf = async (events: number, report: (line: string) => void): Promise<string> => {
  const onTime = await logOf(events, report)
  const path = onTime.replace(/\.db$/, '-late.db')
  if (existsSync(path)) return path
  report(`recording a third of the entries of ${events} events late, once …`)
  const unfinished = `${path}.unfinished`
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${unfinished}${suffix}`, { force: true })
  copyFileSync(`${onTime}.keys`, `${path}.keys`)
  const source = await openLog(onTime)
  const target = await openSqlite({ path: unfinished, keysPath: `${path}.keys`, durability: 'normal' })
  await recordLate(source.events, target.events)
  await source.close()
  await target.close()
  renameSync(unfinished, path)
  return path
}

/**
 * Appends the entries of a log, a third of them late.
 *
 * @param amends whether some entries are annulled, replaced or contradicted besides
 */
export const recordLate = async (source: EventStore, target: EventStore, amends = false): Promise<void> => {
  const slots: string[] = []
  const streams = new Map<string, StoredEvent[][]>()
  for await (const page of source.readAll())
    for (const event of page) {
      const entries = streams.get(event.stream) ?? []
      streams.set(event.stream, entries)
      const last = entries.at(-1)
      if (last?.[0] !== undefined && metadataOf(last[0]).commandId === metadataOf(event).commandId) last.push(event)
      else {
        entries.push([event])
        slots.push(event.stream)
      }
    }
  const writers = new Map(
    [...streams].map(([stream, entries]) => [stream, new LateWriter(stream, delayed(stream, entries), amends)]),
  )
  let appends: Promise<void>[] = []
  for (const [index, stream] of slots.entries()) {
    appends.push(writers.get(stream)?.appendNext(target, index) ?? Promise.resolve())
    if (appends.length < 250) continue
    await Promise.all(appends)
    appends = []
  }
  await Promise.all(appends)
}

const delayed = (stream: string, entries: readonly Entry[]): readonly Entry[] => {
  if (recordedOrder.has(partsOf(stream).aggregate)) return entries
  return entries
    .map((entry, index) => ({ entry, at: index + delay(index) + (delay(index) > 0 ? 0.5 : 0) }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry)
}

const codec = codecOf(domain)

type EntryMetadata = Omit<Metadata, 'eventId' | 'schemaVersion' | 'hash'>

/** The events of one entry, and its metadata. */
type Part = EntryMetadata & { readonly events: readonly AnyEvent[] }

interface Standing {
  readonly events: readonly AnyEvent[]
  readonly eventId: string
  readonly place: Place
}

/** Appends the entries of one stream, one after the other. */
class LateWriter {
  readonly #stream: string
  readonly #entries: Iterator<Entry>
  #revision = -1
  #previous: string | null = null
  /** The last day, and the last place of that day. */
  #last: { readonly on: string; readonly place: Place } | undefined
  #appended: Promise<void> = Promise.resolve()
  readonly #amends: boolean
  /** Entries that stand, each by its events and its metadata. */
  readonly #standing: Standing[] = []

  constructor(stream: string, entries: readonly Entry[], amends: boolean) {
    this.#amends = amends
    this.#stream = stream
    this.#entries = entries[Symbol.iterator]()
  }

  appendNext(target: EventStore, index: number): Promise<void> {
    const { value: entry } = this.#entries.next()
    this.#appended = this.#appended.then(() => this.#append(target, entry ?? [], index))
    return this.#appended
  }

  async #append(target: EventStore, entry: Entry, index: number): Promise<void> {
    const [first] = entry
    if (first === undefined) return
    const events = entry.map(codec.decode)
    // in the order of recording, a millisecond apart
    const recordedAt = new Date(Date.parse('2020-01-01T00:00:00Z') + index).toISOString()
    const { late: _, ...metadata } = metadataOf(first)
    const late = this.#isLate(events[0]?.data.on ?? '', placeOf({ ...metadata, recordedAt }))
    await this.#write(target, [{ events, ...metadata, recordedAt, ...(late && { late }) }])
    if (this.#amends && index % 5 === 2) await this.#amend(target, index, { ...metadata, recordedAt, late: true })
  }

  /** Says something about an entry that stands, but not about the first one of the stream. */
  async #amend(target: EventStore, index: number, metadata: EntryMetadata): Promise<void> {
    const at = 1 + (index % 7)
    const entry = this.#standing[at]
    if (entry === undefined) return
    const { eventId, events, place } = entry
    const on = events[0]?.data.on ?? day('2018-01-01')
    const common = { ...metadata, commandId: `${metadata.commandId}/amend` }
    const annulled = (reason: string) => ({ type: 'EntryAnnulled', data: { eventId, reason, on } })
    switch (index % 3) {
      case 0:
        this.#standing.splice(at, 1)
        return this.#write(target, [{ ...common, events: [annulled('refused')] }])
      case 1:
        this.#standing.splice(at, 1)
        return this.#write(target, [
          { ...common, events: [annulled('recomputed')] },
          { ...common, events, entry: 1, place, replaces: eventId },
        ])
      default: {
        const data = { eventId, rule: 'S1', evidence: {}, becauseOf: eventId, on }
        return this.#write(target, [{ ...common, events: [{ type: 'EntryContradicted', data }] }])
      }
    }
  }

  /** One append. */
  async #write(target: EventStore, parts: readonly Part[]): Promise<void> {
    let { revision, previous } = { revision: this.#revision, previous: this.#previous }
    const encoded = parts.flatMap(({ events, ...metadata }) => {
      const part = codec.encode(events, { ...metadata, stream: this.#stream, revision, previous })
      revision += part.length
      previous = part.at(-1)?.hash ?? null
      const eventId = part[0] === undefined ? '' : eventIdOf(part[0].hash)
      if (this.#amends && !isHistoryEvent(events[0] ?? { type: '' }))
        this.#standing.push({ events, eventId, place: placeOf(metadata) })
      return part
    })
    const appended = await target.append(this.#stream, encoded, this.#revision < 0 ? 'none' : this.#revision)()
    if (E.isLeft(appended)) throw new Error(`${this.#stream}: ${JSON.stringify(appended.left)}`)
    this.#revision = revision
    this.#previous = previous
  }

  #isLate(on: string, place: Place): boolean {
    if (recordedOrder.has(partsOf(this.#stream).aggregate)) return false
    const last = this.#last
    if (last !== undefined && (on < last.on || (on === last.on && comparePlaces(place, last.place) < 0))) return true
    this.#last = { on, place }
    return false
  }
}
