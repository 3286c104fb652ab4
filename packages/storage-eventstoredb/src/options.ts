import type { EventStore } from '@skein/engine'
import { type OptionTypes, option } from '@skein/engine/storage'

export interface EventStoreDBOptions {
  /**
   * `esdb://user:password@host:2113?tls=true`; several hosts separated by commas, or `esdb+discover://name` for a name
   * that resolves to them. `tls=false` does not encrypt, and sends no password; `tlsCAFile=` names the certificate of the
   * authority that signed the server's. `kurrentdb://` means the same. No message repeats it.
   */
  readonly url: string
  /** How long to wait for one answer of the server, in milliseconds; default 5,000, or `defaultDeadline` of the URL. */
  readonly requestTimeoutMs?: number
  /**
   * How long to retry a failing call before it is an error, in milliseconds, all its attempts included; default 15,000,
   * which is longer than a cluster takes to notice that its leader is gone and to elect another one. Opening retries for
   * 1,000 at most.
   */
  readonly retryTimeoutMs?: number
  /**
   * The kinds of streams that a domain has: their names up to the first hyphen, such as `journey`. Behind any number of
   * events of other programs, the last event of ours is then found at once, as the server looks for these streams only.
   */
  readonly streamKinds?: readonly string[]
  /** Opening gives up when it is aborted, and throws its reason. */
  readonly signal?: AbortSignal
  /** The most bytes of one append, as set on the server (`MaxAppendSize`); default 1,048,576, as is the server's. */
  readonly maxAppendBytes?: number
}

export interface EventStoreDBEvents extends EventStore {
  /** The server, for messages: `esdb://host:2113`, without secrets. */
  readonly name: string
  /** Waits for running appends, cancels reads, and closes every connection. Safe to repeat. */
  close(): Promise<void>
}

export const eventStoreDBOptionTypes: OptionTypes = {
  url: option.required(
    option.secret({
      expected: {
        en: 'a text such as "esdb://user:password@host:2113?tls=true"',
        zh: '文本,如 "esdb://user:password@host:2113?tls=true"',
      },
      fits: (value) => typeof value === 'string',
    }),
  ),
  requestTimeoutMs: option.wholeNumber(1),
  retryTimeoutMs: option.wholeNumber(0),
  streamKinds: {
    expected: { en: 'an array of names', zh: '名称数组' },
    fits: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  },
  signal: {
    expected: { en: 'an AbortSignal', zh: 'AbortSignal' },
    fits: (value) => value instanceof AbortSignal,
  },
  maxAppendBytes: option.wholeNumber(1),
}
