import { type EventData, NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client'
import { type AppendError, type Appended, type Expected, type NewEvent, StorageError } from '@skein/engine'
import { unavailable } from '@skein/engine/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Purpose } from '../connection/answer-texts.js'
import { callFailureOf } from '../connection/answers.js'
import { storageError } from '../connection/call-failure.js'
import type { NodeClient } from '../connection/connection.js'
import { RetryDeadline, withTimeout } from '../connection/retry-deadline.js'
import type { Server } from '../connection/server.js'
import { toServerEvent } from './event-format.js'
import { positionText } from './positions.js'
import { toServerName } from './server-names.js'

type Outcome = E.Either<AppendError, Appended>

/** Appends to the server. It retries with the same event ids, which the server recognises as the same append. */
export class LogWriter {
  readonly #server: Server
  readonly #maxAppendBytes: number

  constructor(server: Server, maxAppendBytes: number) {
    this.#server = server
    this.#maxAppendBytes = maxAppendBytes
  }

  async append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<Outcome> {
    const { closeGuard, name, requiresLeader } = this.#server
    if (closeGuard.isClosed) return E.left(unavailable(closeGuard.closedError()))
    if (!requiresLeader) return E.left(unavailable(onlyForReading(name)))
    const size = events.reduce((sum, event) => sum + sizeOf(event), 0)
    if (size > this.#maxAppendBytes)
      return E.left(unavailable(tooLarge(name, this.#maxAppendBytes, events.length, size)))
    // before the call: a value that cannot be serialised would leave its promise pending for ever
    const serverEvents = events.map(toServerEvent)
    return closeGuard.run(() => this.#send(stream, serverEvents, expected))
  }

  async #send(stream: string, events: EventData[], expected: Expected): Promise<Outcome> {
    const { closeGuard, connection, name } = this.#server
    const purpose: Purpose = { stream, action: 'append' }
    const deadline = new RetryDeadline(this.#server)
    let written: 'no' | 'unknown' = 'no'
    for (;;) {
      let node: NodeClient | undefined
      try {
        node = await connection.current(deadline.attemptMs, closeGuard.closing)
        return E.right(await this.#sendOnce(node, toServerName(stream), events, expected, deadline.attemptMs))
      } catch (thrown) {
        if (thrown instanceof WrongExpectedVersionError)
          return E.left({ _tag: 'Conflict', expected, actual: actualOf(thrown) })
        const failure = callFailureOf(thrown, purpose)
        // stays unknown, whatever the next attempts report
        if (failure.written === 'unknown' && node !== undefined) written = 'unknown'
        if (node !== undefined && failure.isOfNode) await connection.renew(node, failure.leader)
        const reason = deadline.reasonOf(failure, thrown)
        if (failure.isTransient && (await deadline.pause(thrown, closeGuard.closing))) continue
        return E.left(unavailable(storageError(reason, name, thrown), written))
      }
    }
  }

  async #sendOnce(
    { client }: NodeClient,
    stream: string,
    events: EventData[],
    expected: Expected,
    timeoutMs: number,
  ): Promise<Appended> {
    const { closeGuard, requiresLeader } = this.#server
    const sent = client.appendToStream(stream, events, {
      expectedRevision: serverRevision(expected),
      requiresLeader,
      deadline: timeoutMs,
    })
    const { nextExpectedRevision, position } = await withTimeout(timeoutMs, sent, closeGuard.closing)
    const revision = Number(nextExpectedRevision)
    // a repeated append has none if the server has not indexed its events yet
    return position === undefined ? { revision } : { revision, position: positionText(position) }
  }
}

/** The server gives negative numbers a meaning of their own; here they match no stream, as no revision is so large. */
const serverRevision = (expected: Expected) => {
  if (expected === 'none') return NO_STREAM
  return BigInt(expected < 0 ? Number.MAX_SAFE_INTEGER : expected)
}

const actualOf = ({ actualVersion }: WrongExpectedVersionError): Expected =>
  typeof actualVersion === 'bigint' && actualVersion >= 0n ? Number(actualVersion) : 'none'

/** As the server counts, with the type in UTF-16. Wrapped metadata take a little more, which the server then refuses. */
const sizeOf = ({ type, data, metadata }: NewEvent): number =>
  2 * type.length + Buffer.byteLength(data) + Buffer.byteLength(metadata)

/** What was read of a node that lags is not what a decision has to know. */
const onlyForReading = (name: string): StorageError =>
  new StorageError('read-only', {
    en: `${name} is used for reading only, as its nodePreference is not leader: other nodes lag, so nothing can be decided by what they answer. Leave out nodePreference to write.`,
    zh: `${name} 仅供读取,因为其 nodePreference 不是 leader:其他节点有延迟,不能据其应答作出决定。要写入请去掉 nodePreference。`,
  })

const tooLarge = (name: string, limit: number, events: number, size: number): StorageError =>
  new StorageError('failed', {
    en: `${name} takes at most ${limit} bytes in one append, and these ${events} events have ${size}; write fewer or smaller events, or raise MaxAppendSize on the server and maxAppendBytes here.`,
    zh: `${name} 每次追加最多接受 ${limit} 字节,而这 ${events} 个事件共 ${size} 字节;请减少事件数量或缩小事件,或调大服务器的 MaxAppendSize 与此处的 maxAppendBytes。`,
  })
