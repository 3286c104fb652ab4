// The log of the simulator, by the rules of the real server's source code.

export interface Proposed {
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

export interface Entry extends Proposed {
  readonly stream: string
  readonly revision: number
  /** Its position in the log. */
  readonly commit: bigint
  /** The position of the first event of its append. */
  readonly prepare: bigint
}

export interface LogPosition {
  readonly commit: bigint
  readonly prepare: bigint
}

export type Expectation = number | 'none' | 'any' | 'exists'

export type Answer =
  | { readonly kind: 'appended'; readonly revision: number; readonly position?: LogPosition }
  | { readonly kind: 'wrong'; readonly current: number | undefined }
  | { readonly kind: 'deleted' }

interface Stream {
  readonly entries: Entry[]
  truncateBefore: number
  isTombstoned: boolean
}

const system = { contentType: 'application/json', data: Buffer.from('{}'), metadata: Buffer.from('') }

/** The log that all nodes of a cluster share. */
export class Log {
  readonly entries: Entry[] = []
  readonly #streams = new Map<string, Stream>()
  readonly #waiting = new Set<() => void>()
  readonly #hasSystemEvents: boolean
  #end = 0n
  #appends = 0

  /** @param hasSystemEvents write links and statistics as a real server does */
  constructor(hasSystemEvents: boolean) {
    this.#hasSystemEvents = hasSystemEvents
    if (hasSystemEvents) this.#writeStatistics()
  }

  append(name: string, events: readonly Proposed[], expected: Expectation): Answer {
    const stream = this.#stream(name)
    if (stream.isTombstoned) return { kind: 'deleted' }
    const current = stream.entries.length - 1
    const isSoftDeleted = stream.truncateBefore === Number.MAX_SAFE_INTEGER
    const wrong: Answer = { kind: 'wrong', current: current < 0 ? undefined : current }
    if (expected === 'exists' && (current < 0 || isSoftDeleted)) return wrong
    const revision = expected === 'none' ? -1 : typeof expected === 'number' ? expected : current
    if (revision > current) return wrong
    if (revision < current) {
      const known = stream.entries.slice(revision + 1, revision + 1 + events.length)
      const isSame = known.length === events.length && known.every(({ id }, index) => id === events[index]?.id)
      // the answer to a repeated append differs by the missing position only
      if (isSame) return { kind: 'appended', revision: revision + events.length }
      if (!(expected === 'none' && isSoftDeleted)) return wrong
    }
    if (isSoftDeleted) stream.truncateBefore = stream.entries.length
    this.#write(name, stream, events)
    this.#appends++
    if (this.#hasSystemEvents && !name.startsWith('$')) this.#writeSystemEvents(name, events.length)
    for (const wake of [...this.#waiting]) wake()
    const commit = stream.entries.at(-1)?.commit ?? 0n
    return { kind: 'appended', revision: stream.entries.length - 1, position: { commit, prepare: commit } }
  }

  /** The events of a stream that can be read; `undefined` if there are none. */
  visible(name: string): readonly Entry[] | 'tombstoned' | undefined {
    const stream = this.#streams.get(name)
    if (stream?.isTombstoned) return 'tombstoned'
    const visible = stream?.entries.slice(stream.truncateBefore) ?? []
    return visible.length === 0 ? undefined : visible
  }

  /** Hides the first events of a stream, as `$tb` in its metadata does. */
  truncate(name: string, before: number): void {
    this.#stream(name).truncateBefore = before
  }

  /** Deletes a stream; with `isPermanent`, nothing can be appended to it afterwards. */
  remove(name: string, isPermanent: boolean): void {
    const stream = this.#stream(name)
    stream.truncateBefore = Number.MAX_SAFE_INTEGER
    stream.isTombstoned ||= isPermanent
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

  #stream(name: string): Stream {
    const known = this.#streams.get(name)
    if (known !== undefined) return known
    const stream: Stream = { entries: [], truncateBefore: 0, isTombstoned: false }
    this.#streams.set(name, stream)
    return stream
  }

  #write(name: string, stream: Stream, events: readonly Proposed[]): void {
    const prepare = this.#end
    for (const event of events) {
      const entry = { ...event, stream: name, revision: stream.entries.length, commit: this.#end, prepare }
      this.#end += BigInt(100 + event.data.length + event.metadata.length)
      stream.entries.push(entry)
      this.entries.push(entry)
    }
  }

  #writeSystemEvents(name: string, count: number): void {
    const category = `$ce-${name.split('-')[0]}`
    const links = Array.from({ length: count }, () => ({ ...system, id: '', type: '$>' }))
    this.#write(category, this.#stream(category), links)
    if (this.#appends % 5 === 0) this.#writeStatistics()
  }

  #writeStatistics(): void {
    const name = '$stats-127.0.0.1:2113'
    this.#write(name, this.#stream(name), [{ ...system, id: '', type: '$statsCollected' }])
  }
}
