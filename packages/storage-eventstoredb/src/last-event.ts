import {
  type AllStreamRecordedEvent,
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  type ReadPosition,
} from '@eventstore/db-client'
import type { Position } from '@skein/engine'
import { Call } from './call.js'
import { isOurs } from './event-format.js'
import { compareServerPositions, serverPosition } from './positions.js'
import type { RetryDeadline } from './retry.js'
import { resuming, type Server } from './server.js'

/** Finds the last event of ours, behind which the server may have put any number of its own. */
export class LastEvent {
  readonly #server: Server

  constructor(server: Server) {
    this.#server = server
  }

  /** Up to and with `until`, or of the whole log. */
  async find(until?: Position): Promise<AllStreamRecordedEvent | undefined> {
    if (until === undefined) return this.#lastBefore(END)
    const place = serverPosition(until)
    const [found] = await this.#page(place, FORWARDS, 1)
    const isThere = found !== undefined && isOurs(found) && compareServerPositions(found.position, place) === 0
    return isThere ? found : this.#lastBefore(place)
  }

  async #lastBefore(place: ReadPosition): Promise<AllStreamRecordedEvent | undefined> {
    let before = place
    // few at first: the last event is often ours
    for (let count = 4; ; count = Math.min(1_000, count * 4)) {
      const page = await this.#page(before, BACKWARDS, count)
      const found = page.find((event) => isOurs(event) && isBefore(event, place))
      const earliest = page.at(-1)
      if (found !== undefined || earliest === undefined || page.length < count) return found
      before = earliest.position
    }
  }

  /** So many events from a place on, the server's own among them. */
  async #page(
    from: ReadPosition,
    direction: typeof FORWARDS | typeof BACKWARDS,
    maxCount: number,
  ): Promise<readonly AllStreamRecordedEvent[]> {
    const { client, closeGuard, requiresLeader, timeout } = this.#server
    const open = () => {
      const reading = client.readAll({ fromPosition: from, direction, maxCount, requiresLeader })
      return new Call<AllStreamResolvedEvent>(reading, () => reading.cancel())
    }
    async function* whole(
      call: Call<AllStreamResolvedEvent>,
      patience: RetryDeadline,
    ): AsyncGenerator<readonly AllStreamRecordedEvent[], void, undefined> {
      const page: AllStreamRecordedEvent[] = []
      for (;;) {
        for (let item = call.take(); item !== undefined; item = call.take())
          if (item.event !== undefined) page.push(item.event)
        const wake = await call.wait(closeGuard.closing, timeout)
        closeGuard.assertOpen()
        if (wake === 'end') return yield page
        patience.renew()
      }
    }
    for await (const page of resuming(this.#server, closeGuard.closing, open, whole)) return page
    throw closeGuard.closedError()
  }
}

const isBefore = ({ position }: AllStreamRecordedEvent, place: ReadPosition): boolean =>
  typeof place === 'string' || compareServerPositions(position, place) < 0
