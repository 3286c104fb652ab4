// Random histories of the ledger, and how to store them: a third of all entries is late, some are annulled or replaced.
import {
  type AnyEvent,
  compareEntries,
  day,
  emptyHistory,
  extendHistory,
  type History,
  type HistoryEvent,
  type Place,
  placeOf,
  type RecordedEvent,
} from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { isTailSeenFrom, tailOf } from '../src/history/tail.js'
import { codecOf } from '../src/integrity/codec.js'
import { metadataOf } from '../src/integrity/metadata.js'
import type { Storage, StoredEvent } from '../src/ports/index.js'
import { eventIdOf } from '../src/primitives/ids.js'
import { account, type LedgerEvent, ledger } from './ledger-domain.js'

/** What is done to the entries of an account, or what is entered. */
export interface Step {
  readonly id: string
  readonly event: LedgerEvent
  /** A second event of the same command. */
  readonly also?: LedgerEvent
  /** Enters `event` for something that was entered so many minutes before: it stands right behind that. */
  readonly minutesBack?: number
  /** Instead of entering `event`, about the entry with this index, of those recorded so far. */
  readonly about?: { readonly index: number; readonly what: 'annul' | 'replace' | 'contradict' | 'resolve' }
}

const ids = ['a', 'b', 'c', 'd', 'constructor']
const days = ['2018-05-01', '2018-05-02', '2018-05-03', '2018-05-04'].map(day)
const id = fc.constantFrom(...ids)
const on = fc.constantFrom(...days)

const event: fc.Arbitrary<LedgerEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ group: id, on }).map((data) => ({ type: 'Opened' as const, data })) },
  {
    weight: 5,
    arbitrary: fc
      .record({ amount: fc.integer({ min: -3, max: 9 }), on })
      .map((data) => ({ type: 'Added' as const, data })),
  },
  { weight: 3, arbitrary: fc.record({ group: id, on }).map((data) => ({ type: 'Moved' as const, data })) },
  { weight: 1, arbitrary: fc.record({ on }).map((data) => ({ type: 'Forgotten' as const, data })) },
  {
    weight: 3,
    arbitrary: fc.record({ seat: fc.constantFrom('s', 't'), on }).map((data) => ({ type: 'Sat' as const, data })),
  },
  { weight: 2, arbitrary: fc.record({ on }).map((data) => ({ type: 'Stood' as const, data })) },
  { weight: 1, arbitrary: fc.record({ on }).map((data) => ({ type: 'Noise' as const, data })) },
)

const about = fc.record({
  index: fc.nat(20),
  what: fc.constantFrom('annul', 'annul', 'replace', 'replace', 'contradict', 'contradict', 'resolve'),
})

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ id, event }) },
  { weight: 2, arbitrary: fc.record({ id, event, also: event }) },
  { weight: 3, arbitrary: fc.record({ id, event, minutesBack: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.record({ id, event, about }) },
)

export const histories = (maxLength = 60): fc.Arbitrary<readonly Step[]> =>
  // long ones: rows should leave memory, and many events come late
  fc.array(step, { maxLength, size: 'max' })

const codec = codecOf(ledger)

/** Events of one entry, and what is special in their metadata. */
interface Part {
  readonly events: readonly (AnyEvent | HistoryEvent)[]
  readonly place?: Place
  readonly replaces?: string
}

/** What was recorded, by stream. */
type Recorded = Map<string, { readonly stored: readonly StoredEvent[]; readonly history: History }>
const recordedIn = new WeakMap<object, Recorded>()

/** The entries of a log. */
const read = async ({ events }: Storage): Promise<Recorded> => {
  const known = recordedIn.get(events)
  if (known !== undefined) return known
  const all: Recorded = new Map()
  for await (const batch of events.readAll()) for (const stored of batch) add(all, [stored])
  recordedIn.set(events, all)
  return all
}

const nothing = { stored: [], history: emptyHistory }

const add = (recorded: Recorded, appended: readonly StoredEvent[]): void => {
  const stream = appended[0]?.stream ?? ''
  const { stored, history } = recorded.get(stream) ?? nothing
  recorded.set(stream, {
    stored: [...stored, ...appended],
    history: extendHistory(history, appended.map(recordedEvent), account),
  })
}

const recordedEvent = (stored: StoredEvent): RecordedEvent => ({
  event: codec.decode(stored),
  eventId: stored.eventId,
  revision: stored.revision,
  metadata: metadataOf(stored),
})

const minute = 60_000

/** Does the steps, each with one append. A step is left out if it would give two accounts one seat. */
export const record = async (storage: Storage, steps: readonly Step[]): Promise<void> => {
  const recorded = await read(storage)
  for (const step of steps) {
    const stream = `account-${step.id}`
    const { stored, history } = recorded.get(stream) ?? nothing
    // instants in the order of recording, as the runtime makes them
    const count = [...recorded.values()].reduce((sum, { stored: { length } }) => sum + length, 0)
    const now = Date.parse('2018-06-01T08:00:00.000Z') + count * 20_000
    const parts = partsOf(step, history, now)
    const [first] = parts
    if (first === undefined) continue
    const appended = encode(
      stream,
      stored.at(-1),
      parts,
      new Date(now).toISOString(),
      step.about !== undefined || isLate(first, history, now),
    )
    const asStored = appended.map((event, index) => ({
      ...event,
      stream,
      revision: stored.length + index,
      position: '',
      eventId: eventIdOf(event.hash),
    }))
    if (givesOneSeatToTwo(recorded, asStored)) continue
    const result = await storage.events.append(stream, appended, stored.at(-1)?.revision ?? 'none')()
    if (E.isLeft(result)) throw new Error(`the store refused: ${result.left._tag}`)
    add(recorded, asStored)
  }
}

const partsOf = ({ event, also, minutesBack, about }: Step, { recorded }: History, now: number): readonly Part[] => {
  if (about === undefined) {
    const events = also === undefined ? [event] : [event, { ...also, data: { ...also.data, on: event.data.on } }]
    if (minutesBack === undefined) return [{ events }]
    const at = new Date(now - minutesBack * minute).toISOString()
    return [{ events, place: { at, id: 'root', entry: 0, depth: 1 } }]
  }
  const entry = recorded[about.index % Math.max(1, recorded.length)]
  if (entry === undefined) return []
  const { id: eventId, point } = entry
  const { on } = point
  const annulled = (reason: string): Part => ({ events: [{ type: 'EntryAnnulled', data: { eventId, reason, on } }] })
  if (about.what === 'annul') return [annulled('entered by mistake')]
  // only an annulment can itself be annulled
  if (entry.about !== undefined) return []
  switch (about.what) {
    case 'replace':
      return [annulled('recomputed'), { events: [event], place: point.place, replaces: eventId }]
    case 'contradict':
      return [
        {
          events: [{ type: 'EntryContradicted', data: { eventId, rule: 'R1', evidence: {}, becauseOf: eventId, on } }],
        },
      ]
    case 'resolve':
      return [{ events: [{ type: 'ContradictionResolved', data: { eventId, rule: 'R1', on } }] }]
  }
}

const isLate = ({ events, place }: Part, { entries }: History, now: number): boolean => {
  const on = events[0]?.data.on ?? day('2018-05-01')
  const at = {
    recordedAt: new Date(now).toISOString(),
    commandId: 'z',
    actor: 'test',
    ...(place === undefined ? {} : { place }),
  }
  return !isTailSeenFrom(tailOf(entries), { on, place: placeOf(at) })
}

const encode = (
  stream: string,
  last: StoredEvent | undefined,
  parts: readonly Part[],
  recordedAt: string,
  late: boolean,
) => {
  const commandId = crypto.randomUUID()
  let revision = last?.revision ?? -1
  let previous = last === undefined ? null : last.hash
  return parts.flatMap(({ events, ...special }, entry) => {
    const encoded = codec.encode(events, {
      stream,
      revision,
      previous,
      commandId,
      commandHash: '',
      correlationId: commandId,
      recordedAt,
      actor: 'test',
      observedRevisions: {},
      entry,
      ...special,
      ...(late && { late }),
    })
    revision += encoded.length
    previous = encoded.at(-1)?.hash ?? previous
    return encoded
  })
}

/**
 * Whether two accounts would have one seat, on some day, after some of the events: no two streams may publish own content
 * under one key.
 */
const givesOneSeatToTwo = (recorded: Recorded, appended: readonly StoredEvent[]): boolean => {
  const stream = appended[0]?.stream ?? ''
  const { history } = recorded.get(stream) ?? nothing
  const others = [...recorded]
    .filter(([name]) => name !== stream)
    .map(
      ([
        ,
        {
          history: { entries },
        },
      ]) => entries,
    )
  return appended.some((_, index) => {
    const next = extendHistory(history, appended.slice(0, index + 1).map(recordedEvent), account)
    return days.some((until) => {
      const seat = seatOn(until, next.entries)
      return seat !== undefined && others.some((entries) => seatOn(until, entries) === seat)
    })
  })
}

const seatOn = (until: string, entries: History['entries']): string | undefined => {
  const events = [...entries].sort(compareEntries(account)).flatMap(({ events }) => events)
  const last = events.findLast(({ type, data }) => data.on <= until && (type === 'Sat' || type === 'Stood'))
  return last?.type === 'Sat' && 'seat' in last.data ? String(last.data.seat) : undefined
}
