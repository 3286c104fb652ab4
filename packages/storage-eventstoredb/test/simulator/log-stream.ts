import type { Answer, Entry, Expectation, Proposed } from './entry.ts'

/** The metadata of a stream that was deleted, and may be written to again: `$tb` is 2^63 - 1, more than a number holds. */
export const softDeletion = '{"$tb":9223372036854775807}'

/** One stream, with what its metadata hide. */
export class LogStream {
  readonly entries: Entry[] = []
  isTombstoned = false
  #truncateBefore = 0
  #maxCount = Number.POSITIVE_INFINITY
  #maxAgeSeconds = Number.POSITIVE_INFINITY

  get isSoftDeleted(): boolean {
    return this.#truncateBefore > Number.MAX_SAFE_INTEGER
  }

  /** @param text the newest event of its metadata stream */
  setMetadata(text: Uint8Array): void {
    const { $tb, $maxCount, $maxAge } = parsed(text)
    this.#truncateBefore = numberOr($tb, 0)
    this.#maxCount = numberOr($maxCount, Number.POSITIVE_INFINITY)
    this.#maxAgeSeconds = numberOr($maxAge, Number.POSITIVE_INFINITY)
  }

  visible(): readonly Entry[] | 'tombstoned' | 'absent' {
    if (this.isTombstoned) return 'tombstoned'
    if (this.entries.length === 0 || this.isSoftDeleted) return 'absent'
    const first = Math.max(this.#truncateBefore, this.entries.length - this.#maxCount)
    const since = Date.now() - this.#maxAgeSeconds * 1_000
    return this.entries.filter(({ revision, created }) => revision >= first && created >= since)
  }

  /** As the server checks a commit. */
  check(events: readonly Proposed[], expected: Expectation): Answer | 'ok' {
    if (this.isTombstoned) return { kind: 'deleted' }
    const current = this.entries.length - 1
    const wrong: Answer = { kind: 'wrong', current: current < 0 ? undefined : current }
    if (expected === 'exists') {
      if (this.isSoftDeleted) return { kind: 'deleted' }
      if (current < 0) return wrong
    }
    const revision = expected === 'none' ? -1 : typeof expected === 'number' ? expected : current
    if (revision > current) return wrong
    if (revision === current) return 'ok'
    for (const [index, { id }] of events.entries()) {
      if (this.entries[revision + 1 + index]?.id === id) continue
      // an old id before a new one is a conflict also where the stream was deleted
      return index === 0 && expected === 'none' && this.isSoftDeleted ? 'ok' : wrong
    }
    return events.length === 0 ? wrong : this.appended(revision + events.length)
  }

  appended(revision: number): Answer {
    const { commit = 0n, prepare = 0n } = this.entries[revision] ?? {}
    return { kind: 'appended', revision, position: { commit, prepare } }
  }
}

const parsed = (text: Uint8Array): Readonly<Record<string, unknown>> => {
  const value: unknown = JSON.parse(Buffer.from(text).toString())
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise)
