import {
  type AllStreamRecordedEvent,
  type AllStreamResolvedEvent,
  eventTypeFilter,
  type Position as ServerPosition,
  START,
} from '@eventstore/db-client'
import type { Position, StoredEvent } from '@skein/engine'
import { Call } from './call.js'
import { isOurs, toStoredEvent } from './event-format.js'
import { CallEnded } from './failures.js'
import { fromServerName, toServerName } from './names.js'
import { compareServerPositions, serverPosition } from './positions.js'
import type { RetryDeadline } from './retry.js'
import { resuming, type Server } from './server.js'

/** A part of the log. */
export interface Range {
  /** Exclusive. */
  readonly after: Position | undefined
  /** The last event of it, of whatever type; `undefined`: follow the log for ever. */
  readonly last: AllStreamRecordedEvent | undefined
  readonly types: readonly string[] | undefined
  readonly batchSize: number
}

/** How many events the server looks at for a page of those that pass the filter; it says where it is after ten pages. */
const searchWindow = 500
const checkpointInterval = 10

/**
 * Reads the log in order, all of it or some types, by a subscription that the server filters: reading the log itself
 * takes no filter in this client, and would also bring every event of the server's own. A bounded read is told that it
 * is at its end by the last event, whose type it therefore asks for as well.
 */
export class LogReader {
  readonly #server: Server

  constructor(server: Server) {
    this.#server = server
  }

  /** Batches of events; with a `last` they are full ones, otherwise they are whatever has come. */
  async *read(
    { after, last, types, batchSize }: Range,
    stop: AbortSignal,
  ): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const { client, closeGuard, requiresLeader, timeout } = this.#server
    const wanted = types && new Set(types)
    let reached: ServerPosition | undefined = after === undefined ? undefined : serverPosition(after)
    let passed: ServerPosition | undefined
    let isConfirmed = false
    let isOver = false
    let batch: StoredEvent[] = []

    const open = () => {
      isConfirmed = false
      passed = undefined
      const filter = eventTypeFilter({
        regex:
          types === undefined ? '^[^$]' : exactly(last === undefined ? types : [...types, fromServerName(last.type)]),
        maxSearchWindow: searchWindow,
        checkpointInterval,
        checkpointReached: (_, position) => {
          passed = position
          call.notify()
        },
      })
      const subscription = client.subscribeToAll(
        { fromPosition: reached ?? START, requiresLeader, filter },
        { highWaterMark: Math.min(batchSize, 500) },
      )
      const call = new Call<AllStreamResolvedEvent>(subscription, () => subscription.unsubscribe())
      subscription.on('confirmation', () => {
        isConfirmed = true
        call.notify()
      })
      return call
    }

    const accept = (event: AllStreamRecordedEvent) => {
      // an exclusive start is an inclusive one on some servers, inside an append of several events
      if (reached !== undefined && compareServerPositions(event.position, reached) <= 0) return
      const order = last === undefined ? -1 : compareServerPositions(event.position, last.position)
      isOver = order >= 0
      if (order > 0) return
      reached = event.position
      if (isOurs(event) && wanted?.has(fromServerName(event.type)) !== false) batch.push(toStoredEvent(event))
    }

    const take = () => {
      const taken = batch
      batch = []
      return taken
    }

    async function* batches(call: Call<AllStreamResolvedEvent>, patience: RetryDeadline) {
      for (;;) {
        // noted first: all events before it have come by then
        const checkpoint = passed
        let item = call.take()
        while (item !== undefined) {
          if (item.event !== undefined) accept(item.event)
          if (isOver || batch.length >= batchSize) break
          item = call.take()
        }
        const isDrained = item === undefined
        if (isDrained && checkpoint !== undefined && last !== undefined)
          isOver = compareServerPositions(checkpoint, last.position) > 0
        if (batch.length >= batchSize || (batch.length > 0 && (isOver || (isDrained && last === undefined)))) {
          yield take()
          closeGuard.assertOpen()
          if (stop.aborted) return
        }
        if (isOver) return
        if (!isDrained) continue
        const wake = await call.wait(stop, last === undefined && isConfirmed ? undefined : timeout)
        closeGuard.assertOpen()
        if (wake === 'stopped') return
        // the server never ends a subscription by itself
        if (wake === 'end') throw new CallEnded()
        patience.renew()
      }
    }

    closeGuard.assertOpen()
    yield* resuming(this.#server, stop, open, batches)
  }
}

/** A pattern, for .NET, of exactly these types. */
const exactly = (types: readonly string[]): string =>
  `^(?:${types.map((type) => toServerName(type).replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|')})$`
