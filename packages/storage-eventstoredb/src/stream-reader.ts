import { BACKWARDS, END, FORWARDS, type ResolvedEvent, START, StreamNotFoundError } from '@eventstore/db-client'
import type { ReadStreamOptions, StoredEvent } from '@skein/engine'
import { Call } from './call.js'
import { toStoredEvent } from './event-format.js'
import { toServerName } from './names.js'
import type { RetryDeadline } from './retry.js'
import { resuming, type Server } from './server.js'

const defaultBatch = 5_000

/** Reads one stream. */
export class StreamReader {
  readonly #server: Server

  constructor(server: Server) {
    this.#server = server
  }

  async *read(stream: string, options: ReadStreamOptions): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const { client, closeGuard, requiresLeader, timeout } = this.#server
    const isBackwards = options.direction === 'backwards'
    const { to, batchSize = defaultBatch } = options
    const isPast = (revision: number) => to !== undefined && (isBackwards ? revision < to : revision > to)
    const end = to ?? (isBackwards ? 0 : undefined)
    let next = options.from
    let batch: StoredEvent[] = []

    const open = () => {
      const reading = client.readStream(
        toServerName(stream),
        {
          fromRevision: next === undefined ? (isBackwards ? END : START) : BigInt(next),
          direction: isBackwards ? BACKWARDS : FORWARDS,
          // no fewer than wanted, also where the stream no longer begins at 0
          maxCount: to === undefined || (isBackwards && next === undefined) ? Number.MAX_SAFE_INTEGER : span(next, to),
          requiresLeader,
        },
        { highWaterMark: 500 },
      )
      return new Call<ResolvedEvent>(reading, () => reading.cancel())
    }

    async function* events(call: Call<ResolvedEvent>, patience: RetryDeadline) {
      for (;;) {
        const event = call.take()?.event
        if (event !== undefined) {
          const stored = toStoredEvent(event)
          // revisions are the server's, never counted: what a stream begins with may have been cut off
          if (isPast(stored.revision)) return
          batch.push(stored)
          next = stored.revision + (isBackwards ? -1 : 1)
          if (stored.revision === end) return
          if (batch.length < batchSize) continue
          yield take()
          closeGuard.assertOpen()
          continue
        }
        if ((await outcome(call)) === 'end') return
        patience.renew()
      }
    }

    const outcome = async (call: Call<ResolvedEvent>) => {
      try {
        const wake = await call.wait(closeGuard.closing, timeout)
        if (wake === 'stopped') throw closeGuard.closedError()
        return wake
      } catch (error) {
        if (error instanceof StreamNotFoundError) return 'end'
        throw error
      }
    }

    const take = () => {
      const taken = batch
      batch = []
      return taken
    }

    closeGuard.assertOpen()
    if (options.from !== undefined && isPast(options.from)) return
    yield* resuming(this.#server, closeGuard.closing, open, events)
    if (batch.length > 0) yield take()
  }
}

const span = (from = 0, to: number): number => Math.max(1, Math.abs(to - from) + 1)
