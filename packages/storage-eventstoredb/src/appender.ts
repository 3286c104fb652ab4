import { type EventData, NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client'
import type { AppendError, Appended, Expected, NewEvent } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { toServerEvent } from './event-format.js'
import { failureOf, storageError } from './failures.js'
import { toServerName } from './names.js'
import { positionText } from './positions.js'
import { RetryDeadline, within } from './retry.js'
import type { Server } from './server.js'

type Outcome = E.Either<AppendError, Appended>

/** Appends to the server; tries again with the same events, which the server then takes for one append. */
export class Appender {
  readonly #server: Server
  readonly #maxAppendSize: number

  constructor(server: Server, maxAppendSize: number) {
    this.#server = server
    this.#maxAppendSize = maxAppendSize
  }

  async append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<Outcome> {
    const { closeGuard, name } = this.#server
    if (closeGuard.closing.aborted) {
      const cause = closeGuard.closedError()
      return E.left({ _tag: 'Unavailable', written: 'no', reason: cause.message, cause })
    }
    const size = events.reduce((sum, event) => sum + sizeOf(event), 0)
    if (size > this.#maxAppendSize)
      return E.left({
        _tag: 'Unavailable',
        written: 'no',
        reason: `${name} takes at most ${this.#maxAppendSize} bytes in one append, these ${events.length} events have ${size}; write fewer or smaller ones, or raise MaxAppendSize on the server and maxAppendSize here.`,
      })
    // serialised before the call: in it, what can't be serialised would leave its promise pending for ever
    return closeGuard.during(this.#send(toServerName(stream), events.map(toServerEvent), expected))
  }

  async #send(stream: string, events: EventData[], expected: Expected): Promise<Outcome> {
    const { closeGuard, name, retryTimeoutMs: longest } = this.#server
    const patience = new RetryDeadline(longest)
    let written: 'no' | 'unknown' = 'no'
    for (;;) {
      try {
        return E.right(await this.#once(stream, events, expected))
      } catch (thrown) {
        if (thrown instanceof WrongExpectedVersionError)
          return E.left({ _tag: 'Conflict', expected, actual: actualOf(thrown) })
        const failure = failureOf(thrown)
        if (failure.written === 'unknown') written = 'unknown'
        if (failure.isPassing && (await patience.more(closeGuard.closing))) continue
        const cause = storageError(failure, name, thrown)
        return E.left({ _tag: 'Unavailable', written, reason: cause.message, cause })
      }
    }
  }

  async #once(stream: string, events: EventData[], expected: Expected): Promise<Appended> {
    const { client, requiresLeader, timeout } = this.#server
    const { nextExpectedRevision, position } = await within(
      timeout,
      client.appendToStream(stream, events, {
        expectedRevision: revisionOf(expected),
        requiresLeader,
        deadline: timeout,
      }),
    )
    const revision = Number(nextExpectedRevision)
    // of several events the server answers with a position that it doesn't give to any of them when they are read
    return events.length === 1 && position !== undefined ? { revision, position: positionText(position) } : { revision }
  }
}

/** The server takes -1 and -2 for words of its own; what is no revision is sent as one that no stream has. */
const revisionOf = (expected: Expected) => {
  if (expected === 'none') return NO_STREAM
  return BigInt(expected < 0 ? Number.MAX_SAFE_INTEGER : expected)
}

const actualOf = ({ actualVersion }: WrongExpectedVersionError): Expected =>
  typeof actualVersion === 'bigint' && actualVersion >= 0n ? Number(actualVersion) : 'none'

/** As the server counts, the type in UTF-16. Metadata that must be wrapped take a little more; then the server says so. */
const sizeOf = ({ type, data, metadata }: NewEvent): number =>
  2 * type.length + Buffer.byteLength(data) + Buffer.byteLength(metadata)
