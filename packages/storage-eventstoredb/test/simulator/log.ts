// The log of the simulator, by the rules of the real server's source code.
import { randomUUID } from 'node:crypto'
import type { Answer, Entry, Expectation, Proposed } from './entry.ts'
import { LogStream, softDeletion } from './log-stream.ts'

const json = (text: string) => ({
  contentType: 'application/json',
  data: Buffer.from(text),
  metadata: Buffer.from(''),
})

/** The log that all nodes of a cluster share. */
export class Log {
  readonly entries: Entry[] = []
  readonly #streams = new Map<string, LogStream>()
  readonly #waiting = new Set<() => void>()
  readonly #hasSystemEvents: boolean
  #end = 0n
  #appends = 0

  /** @param hasSystemEvents write links and statistics as a real server does */
  constructor(hasSystemEvents: boolean) {
    this.#hasSystemEvents = hasSystemEvents
    if (hasSystemEvents) this.#writeStatistics()
  }

  /** Where the next record will be. */
  get end(): bigint {
    return this.#end
  }

  append(name: string, events: readonly Proposed[], expected: Expectation): Answer {
    const stream = this.#stream(name)
    const answer = stream.check(events, expected)
    if (answer !== 'ok') return answer
    if (stream.isSoftDeleted) this.#writeMetadata(name, JSON.stringify({ $tb: stream.entries.length }))
    this.#write(name, stream, events)
    this.#appends++
    if (this.#hasSystemEvents && !name.startsWith('$')) this.#writeSystemEvents(name, events.length)
    this.#wake()
    return stream.appended(stream.entries.length - 1)
  }

  /** The events of a stream that can be read. */
  visible(name: string): readonly Entry[] | 'tombstoned' | 'absent' {
    return this.#streams.get(name)?.visible() ?? 'absent'
  }

  /** Hides events of a stream, as its metadata do: `$tb`, `$maxCount`, `$maxAge`. */
  setMetadata(name: string, metadata: Readonly<Record<string, unknown>>): void {
    this.#writeMetadata(name, JSON.stringify(metadata))
    this.#wake()
  }

  /** Deletes a stream; with `isPermanent`, nothing can be appended to it afterwards. */
  remove(name: string, isPermanent: boolean, expected: Expectation = 'any'): Answer {
    const stream = this.#stream(name)
    const answer = stream.check([], expected)
    if (answer !== 'ok') return answer
    if (isPermanent) {
      this.#write(name, stream, [{ ...json('{}'), id: randomUUID(), type: '$streamDeleted' }])
      stream.isTombstoned = true
    } else this.#writeMetadata(name, softDeletion)
    this.#wake()
    return stream.appended(stream.entries.length - 1)
  }

  /** Removes for good what cannot be read any more. */
  scavenge(): void {
    const isKept = ({ stream, revision, type }: Entry) => {
      const visible = this.visible(stream)
      if (visible === 'tombstoned') return type === '$streamDeleted'
      return visible !== 'absent' && visible.some((entry) => entry.revision === revision)
    }
    const kept = this.entries.filter(isKept)
    this.entries.splice(0, this.entries.length, ...kept)
  }

  /** Writes records of the server itself, which any number of can follow ours. */
  appendLinks(count: number): void {
    const stream = this.#stream('$ce-journey')
    this.#write('$ce-journey', stream, Array.from({ length: count }, link))
    this.#wake()
  }

  /** Resolves after the next append, or when the signal aborts. */
  nextAppend(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake)
      if (signal.aborted) wake()
    })
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  #stream(name: string): LogStream {
    const known = this.#streams.get(name)
    if (known !== undefined) return known
    const stream = new LogStream()
    this.#streams.set(name, stream)
    return stream
  }

  #write(name: string, stream: LogStream, events: readonly Proposed[]): void {
    const created = Date.now()
    for (const event of events) {
      const position = { commit: this.#end, prepare: this.#end }
      const entry = { ...event, ...position, created, stream: name, revision: stream.entries.length }
      this.#end += BigInt(100 + event.data.length + event.metadata.length)
      stream.entries.push(entry)
      this.entries.push(entry)
    }
    const [last] = events.slice(-1)
    if (name.startsWith('$$') && last !== undefined) this.#stream(name.slice(2)).setMetadata(last.data)
  }

  #writeMetadata(name: string, text: string): void {
    const of = `$$${name}`
    this.#write(of, this.#stream(of), [{ ...json(text), id: randomUUID(), type: '$metadata' }])
  }

  #writeSystemEvents(name: string, count: number): void {
    const category = `$ce-${name.split('-')[0]}`
    this.#write(category, this.#stream(category), Array.from({ length: count }, link))
    if (this.#appends % 5 === 0) this.#writeStatistics()
  }

  #writeStatistics(): void {
    const name = '$stats-127.0.0.1:2113'
    this.#write(name, this.#stream(name), [{ ...json('{}'), id: randomUUID(), type: '$statsCollected' }])
  }
}

const link = (): Proposed => ({ ...json('{}'), id: randomUUID(), type: '$>' })
