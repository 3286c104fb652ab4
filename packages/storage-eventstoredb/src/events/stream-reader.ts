import { BACKWARDS, END, FORWARDS, type ResolvedEvent, START, StreamNotFoundError } from '@eventstore/db-client'
import type { ReadStreamOptions, StoredEvent } from '@skein/engine'
import type { Purpose } from '../connection/answer-texts.js'
import type { NodeClient } from '../connection/connection.js'
import { readWithRetry } from '../connection/read-with-retry.js'
import type { RetryDeadline } from '../connection/retry-deadline.js'
import type { Server } from '../connection/server.js'
import { ServerCall } from '../connection/server-call.js'
import { cutStream, readCut } from './cut-streams.js'
import { toStoredEvent } from './event-format.js'
import { toServerName } from './server-names.js'

const defaultBatchSize = 5_000

/** Reads one stream. */
export class StreamReader {
  readonly #server: Server

  constructor(server: Server) {
    this.#server = server
  }

  async *read(stream: string, options: ReadStreamOptions): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const server = this.#server
    const { closeGuard, requiresLeader } = server
    const isBackwards = options.direction === 'backwards'
    const { to, batchSize = defaultBatchSize } = options
    const isPastEnd = (revision: number) => to !== undefined && (isBackwards ? revision < to : revision > to)
    const lastRevision = to ?? (isBackwards ? 0 : undefined)
    /** Where a new call continues. */
    let next = options.from
    /** Whether the server has returned an event, of anything. */
    let hasRead = false
    const isFromBeginning = !isBackwards && (options.from ?? 0) <= 0
    let batch: StoredEvent[] = []

    const open = ({ client }: NodeClient) => {
      const reading = client.readStream(
        toServerName(stream),
        {
          fromRevision: next === undefined ? (isBackwards ? END : START) : BigInt(next),
          direction: isBackwards ? BACKWARDS : FORWARDS,
          // enough even if the stream was truncated and no longer begins at 0
          maxCount:
            to === undefined || (isBackwards && next === undefined) ? Number.MAX_SAFE_INTEGER : length(next, to),
          requiresLeader,
        },
        { highWaterMark: 500 },
      )
      return new ServerCall<ResolvedEvent>(reading, () => reading.cancel())
    }

    async function* fullBatches(call: ServerCall<ResolvedEvent>, deadline: RetryDeadline) {
      for (;;) {
        const event = call.take()?.event
        if (event !== undefined) {
          const revision = Number(event.revision)
          if (!hasRead && isFromBeginning && revision > 0 && options.partial !== true)
            throw cutStream(stream, revision, await readCut(server, stream))
          hasRead = true
          if (isPastEnd(revision)) return
          const stored = toStoredEvent(event)
          if (stored !== undefined) batch.push(stored)
          next = revision + (isBackwards ? -1 : 1)
          if (revision === lastRevision) return
          if (batch.length < batchSize) continue
          yield takeBatch()
          closeGuard.assertOpen()
          continue
        }
        const result = await waitForMore(call, deadline)
        if (result !== 'arrived') {
          if (!hasRead) await assertUncut(result === 'not found')
          return
        }
        deadline.renew()
      }
    }

    const waitForMore = async (call: ServerCall<ResolvedEvent>, deadline: RetryDeadline) => {
      try {
        const result = await call.wait(closeGuard.closing, deadline.attemptMs)
        if (result === 'stopped') throw closeGuard.closedError()
        return result
      } catch (error) {
        if (error instanceof StreamNotFoundError) return 'not found'
        throw error
      }
    }

    /** The server has no stream, or returned nothing of it. Throws if it had events. */
    const assertUncut = async (isNotFound: boolean) => {
      const isWhole = isFromBeginning || (isBackwards && options.from === undefined)
      if (!isNotFound && !isWhole) return
      const cut = await readCut(server, stream)
      // a stream without events is not found, or there would be none to return
      if (!isNotFound || cut !== undefined) throw cutStream(stream, undefined, cut)
    }

    const takeBatch = () => {
      const taken = batch
      batch = []
      return taken
    }

    closeGuard.assertOpen()
    if (options.from !== undefined && isPastEnd(options.from)) return
    const purpose: Purpose = { stream, action: 'read' }
    yield* readWithRetry(this.#server, closeGuard.closing, { purpose, open, read: fullBatches })
    if (batch.length > 0) yield takeBatch()
  }
}

/** How many revisions there are from one to another, both included. */
const length = (from = 0, to: number): number => Math.max(1, Math.abs(to - from) + 1)
