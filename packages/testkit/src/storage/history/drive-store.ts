import type { EventStore, Expected, NewEvent, Position, StoredEvent } from '@skein/engine'
import { newEvents } from '../sample-events.js'
import { type EventSeen, type HistoryOperation, monotonicNow } from './operations.js'

export interface DriveOptions {
  /** Unique among the clients of the history. */
  readonly client: string
  readonly operations: number
  /** The names of the streams that all clients append to: few, so that they are in each other's way. */
  readonly streams: readonly string[]
  /** The choices follow from it. */
  readonly seed: number
  /** Called as an operation begins, and again as it ends. Keep what comes in a place that survives the client. */
  readonly onOperation: (operation: HistoryOperation) => void
  readonly signal?: AbortSignal
}

/**
 * Uses a store as one of many clients does: appends at the end of streams as it knows it, reads streams, the log and its
 * head, and repeats appends of which it does not know whether they were done.
 *
 * @example
 * const records: HistoryOperation[] = []
 * await driveStore(storage.events, { client: 'a', operations: 100, streams: ['s', 't'], seed: 1, onOperation: (one) => records.push(one) })
 */
export const driveStore = async (events: EventStore, options: DriveOptions): Promise<void> => {
  const { client, operations, streams, seed, onOperation, signal } = options
  const random = randomFrom(seed)
  const ends = new Map<string, Expected>()
  let cursor: Position | undefined
  let retry: { readonly stream: string; readonly expected: Expected; readonly added: readonly NewEvent[] } | undefined
  let count = 0

  const begin = () => ({ id: `${client}/${count++}`, client, calledAt: monotonicNow() })

  const append = async (): Promise<void> => {
    const stream = streams[Math.floor(random() * streams.length)] ?? 'stream'
    const known = ends.get(stream) ?? 'none'
    const guessed = random() < 0.1 ? Math.floor(random() * 20) : known
    const { expected, added, ...again } = retry ?? {
      stream,
      expected: guessed,
      added: newEvents(1 + Math.floor(random() * 3)),
    }
    retry = undefined
    const hashes = added.map(({ hash }) => hash)
    const operation = { ...begin(), kind: 'append' as const, stream: again.stream, expected, hashes }
    onOperation(operation)
    const result = await events.append(operation.stream, added, expected)()
    const ended = { ...operation, returnedAt: monotonicNow() }
    if (result._tag === 'Right') {
      ends.set(operation.stream, result.right.revision)
      return onOperation({ ...ended, result: { is: 'done', revision: result.right.revision } })
    }
    const { left } = result
    if (left._tag === 'Conflict') {
      ends.set(operation.stream, left.actual)
      return onOperation({ ...ended, result: { is: 'conflict', actual: left.actual } })
    }
    if (left.written === 'no') return onOperation({ ...ended, result: { is: 'failed' } })
    retry = { stream: operation.stream, expected, added }
  }

  const readStream = async (): Promise<void> => {
    const stream = streams[Math.floor(random() * streams.length)] ?? 'stream'
    const operation = { ...begin(), kind: 'stream' as const, stream }
    onOperation(operation)
    const found = await seen(events.readStream(stream))
    ends.set(stream, found.at(-1)?.revision ?? 'none')
    onOperation({ ...operation, returnedAt: monotonicNow(), events: found })
  }

  const readLog = async (): Promise<void> => {
    const operation = { ...begin(), kind: 'log' as const }
    onOperation(operation)
    const batchSize = 1 + Math.floor(random() * 20)
    const found = await seen(events.readAll({ batchSize, ...(cursor === undefined ? {} : { after: cursor }) }))
    cursor = found.at(-1)?.position ?? cursor
    onOperation({ ...operation, returnedAt: monotonicNow(), events: found })
  }

  const readHead = async (): Promise<void> => {
    const operation = { ...begin(), kind: 'head' as const }
    onOperation(operation)
    const position = (await events.head()) ?? null
    onOperation({ ...operation, returnedAt: monotonicNow(), position })
  }

  while (count < operations && !signal?.aborted) {
    const choice = random()
    const next =
      retry !== undefined || choice < 0.6 ? append : choice < 0.75 ? readStream : choice < 0.95 ? readLog : readHead
    // a read that fails says nothing; its operation stays without an end
    await next().catch(() => undefined)
  }
}

const seen = async (batches: AsyncIterable<readonly StoredEvent[]>): Promise<readonly EventSeen[]> => {
  const found: EventSeen[] = []
  for await (const batch of batches)
    for (const { stream, revision, hash, position } of batch) found.push({ stream, revision, hash, position })
  return found
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
const randomFrom = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
