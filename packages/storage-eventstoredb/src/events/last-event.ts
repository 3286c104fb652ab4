import {
  type AllStreamRecordedEvent,
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  type ReadPosition,
} from '@eventstore/db-client'
import type { Position } from '@skein/engine'
import { readWithRetry } from '../connection/read-with-retry.js'
import type { RetryDeadline } from '../connection/retry-deadline.js'
import type { Server } from '../connection/server.js'
import { ServerCall } from '../connection/server-call.js'
import { isOwnEvent } from './event-format.js'
import { compareServerPositions, parsePosition, positionFrom } from './positions.js'

/** Events read at first, and the most at once, when searching backwards: the last event is rarely one of the server itself. */
const firstPageSize = 4
const largestPageSize = 1_000

/** Finds the last event that is not one of the server itself, which may have appended any number after it. */
export class LastEvent {
  readonly #server: Server

  constructor(server: Server) {
    this.#server = server
  }

  /** The last event at or before `until`, or of the whole log. */
  async find(until?: Position): Promise<AllStreamRecordedEvent | undefined> {
    if (until === undefined) return this.#findBefore(END)
    return (await this.at(until)) ?? this.#findBefore(parsePosition(until))
  }

  /** The event at a position; `undefined` if there is none, or one of the server itself, or no server gives such positions. */
  async at(position: Position): Promise<AllStreamRecordedEvent | undefined> {
    const wanted = positionFrom(position)
    if (wanted === undefined) return undefined
    const [event] = await this.#readPage(wanted, FORWARDS, 1)
    const isThere = event !== undefined && isOwnEvent(event) && compareServerPositions(event.position, wanted) === 0
    return isThere ? event : undefined
  }

  async #findBefore(limit: ReadPosition): Promise<AllStreamRecordedEvent | undefined> {
    let from = limit
    for (let size = firstPageSize; ; size = Math.min(largestPageSize, size * 4)) {
      const page = await this.#readPage(from, BACKWARDS, size)
      const found = page.find((event) => isOwnEvent(event) && isBefore(event, limit))
      const earliest = page.at(-1)
      if (found !== undefined || earliest === undefined || page.length < size) return found
      from = earliest.position
    }
  }

  /** Up to `size` events from a position on, including those of the server itself. */
  async #readPage(
    from: ReadPosition,
    direction: typeof FORWARDS | typeof BACKWARDS,
    size: number,
  ): Promise<readonly AllStreamRecordedEvent[]> {
    const { client, closeGuard, requiresLeader, requestTimeoutMs } = this.#server
    const open = () => {
      const reading = client.readAll({ fromPosition: from, direction, maxCount: size, requiresLeader })
      return new ServerCall<AllStreamResolvedEvent>(reading, () => reading.cancel())
    }
    async function* readAll(
      call: ServerCall<AllStreamResolvedEvent>,
      deadline: RetryDeadline,
    ): AsyncGenerator<readonly AllStreamRecordedEvent[], void, undefined> {
      const events: AllStreamRecordedEvent[] = []
      for (;;) {
        for (let item = call.take(); item !== undefined; item = call.take())
          if (item.event !== undefined) events.push(item.event)
        const result = await call.wait(closeGuard.closing, requestTimeoutMs)
        closeGuard.assertOpen()
        if (result === 'ended') return yield events
        deadline.renew()
      }
    }
    for await (const page of readWithRetry(this.#server, closeGuard.closing, open, readAll)) return page
    throw closeGuard.closedError()
  }
}

const isBefore = ({ position }: AllStreamRecordedEvent, limit: ReadPosition): boolean =>
  typeof limit === 'string' || compareServerPositions(position, limit) < 0
