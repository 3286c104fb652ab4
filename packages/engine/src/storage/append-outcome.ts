import type { AppendError, Appended, Expected, NewEvent, StoredEvent } from '../ports/index.js'
import { isStorageError, StorageError } from '../ports/index.js'
import { isStorableText } from '../primitives/storable-text.js'

/** A failed write. */
export class WriteError extends StorageError {
  /** `unknown`: it may have been done. */
  readonly written: 'no' | 'unknown'

  constructor({ fault, text, cause }: StorageError, written: 'no' | 'unknown') {
    super(fault, text, cause === undefined ? {} : { cause })
    this.written = written
  }
}

const isWriteError = (error: StorageError): error is WriteError => 'written' in error

export const unavailable = (error: StorageError, written: 'no' | 'unknown' = 'no'): AppendError => ({
  _tag: 'Unavailable',
  written,
  reason: error.text,
  cause: error,
})

/** The answer of an append that threw a `StorageError`. Anything else is a bug and is thrown again. */
export const appendErrorOf = (thrown: unknown): AppendError => {
  if (!isStorageError(thrown)) throw thrown
  return unavailable(thrown, isWriteError(thrown) ? thrown.written : 'no')
}

/** The revision of the first event of an append. */
export const firstRevisionAfter = (expected: Expected): number => (expected === 'none' ? 0 : expected + 1)

/**
 * The original answer, if these events were appended before. Only hashes are compared.
 * @param stored the events that the stream holds at the revisions of this append
 */
export const repeatedAppend = (
  events: readonly NewEvent[],
  stored: readonly Pick<StoredEvent, 'hash' | 'revision' | 'position'>[],
): Appended | undefined => {
  const last = stored[events.length - 1]
  const isSame = events.every(({ hash }, index) => stored[index]?.hash === hash)
  return isSame && last !== undefined ? { revision: last.revision, position: last.position } : undefined
}

const hexHash = /^[0-9a-f]{64}$/

/**
 * Throws on what no store accepts, as that is a bug of the caller: no events, an empty name or type, a hash that is none, or
 * text that is not storable.
 */
export const assertAppendable = (stream: string, events: readonly NewEvent[]): void => {
  if (events.length === 0) throw new Error('append needs at least one event')
  if (stream === '' || events.some(({ type }) => type === ''))
    throw new Error('append needs a name of the stream and a type of each event')
  if (!events.every(({ hash }) => hexHash.test(hash)))
    throw new Error('append takes hashes of 64 hex digits in lower case')
  assertStorable(textsOf(stream, events))
}

/** Throws for a text that not every store can keep; see `isStorableText`. */
export const assertStorable = (texts: readonly string[]): void => {
  if (texts.every(isStorableText)) return
  throw new Error('a store keeps no text that holds half a surrogate pair or a NUL')
}

/** Every text of an append that a store keeps. */
const textsOf = (stream: string, events: readonly NewEvent[]): readonly string[] => [
  stream,
  ...events.flatMap(({ type, data, metadata }) => [type, data, metadata]),
]
