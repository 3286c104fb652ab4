import {
  type AllStreamRecordedEvent,
  type AllStreamResolvedEvent,
  eventTypeFilter,
  type Position as ServerPosition,
  START,
} from '@eventstore/db-client'
import type { Position, StoredEvent } from '@skein/engine'
import type { Purpose } from '../connection/answer-texts.js'
import { callEnded } from '../connection/call-failure.js'
import type { NodeClient } from '../connection/connection.js'
import { readWithRetry } from '../connection/read-with-retry.js'
import type { RetryDeadline } from '../connection/retry-deadline.js'
import type { Server } from '../connection/server.js'
import { ServerCall } from '../connection/server-call.js'
import { toStoredEvent } from './event-format.js'
import { compareServerPositions, parsePosition } from './positions.js'
import { fromServerName, isSystemName, ordinaryTypes, toServerName } from './server-names.js'

/** A part of the log. */
export interface LogRange {
  /** Exclusive. */
  readonly after: Position | undefined
  /** The last event of the range, of any type; `undefined` to follow the log without end. */
  readonly last: AllStreamRecordedEvent | undefined
  readonly types: readonly string[] | undefined
  readonly batchSize: number
  /** See `ReadAllOptions`. */
  readonly onForeign?: ((events: number) => void) | undefined
}

/** How many events the server filters at once; after every ten such windows it reports its position. */
const searchWindow = 500
const checkpointInterval = 10

/**
 * Reads the log in order, all of it or some types, by a subscription that the server filters: the client's read of the
 * log takes no filter and would also return every event of the server itself. A subscription has no end, so a bounded
 * read ends at the last event of its range, whose type it therefore subscribes to as well.
 */
export class LogReader {
  readonly #server: Server

  constructor(server: Server) {
    this.#server = server
  }

  /** Batches of events: full ones if the range has an end, and whatever has arrived otherwise. */
  async *read(
    { after, last, types, batchSize, onForeign }: LogRange,
    stop: AbortSignal,
  ): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const { closeGuard, requiresLeader } = this.#server
    const wantedTypes = types && new Set(types)
    /** The last event that was accepted; a new call continues after it. */
    let reached: ServerPosition | undefined = after === undefined ? undefined : parsePosition(after)
    /** The server has filtered everything up to here. */
    let checkpoint: ServerPosition | undefined
    let isConfirmed = false
    let isComplete = false
    let batch: StoredEvent[] = []

    const open = ({ client }: NodeClient) => {
      isConfirmed = false
      checkpoint = undefined
      const filter = eventTypeFilter({
        regex: typePattern(last === undefined ? types : types && [...types, fromServerName(last.type)]),
        maxSearchWindow: searchWindow,
        checkpointInterval,
        checkpointReached: (_, position) => {
          checkpoint = position
          call.notify()
        },
      })
      const subscription = client.subscribeToAll(
        { fromPosition: reached ?? START, requiresLeader, filter },
        { highWaterMark: Math.min(batchSize, 500) },
      )
      const call = new ServerCall<AllStreamResolvedEvent>(subscription, () => subscription.unsubscribe())
      subscription.on('confirmation', () => {
        isConfirmed = true
        call.notify()
      })
      return call
    }

    const accept = (event: AllStreamRecordedEvent) => {
      // a call that was opened again may begin with the event that was read last
      if (reached !== undefined && compareServerPositions(event.position, reached) <= 0) return
      const order = last === undefined ? -1 : compareServerPositions(event.position, last.position)
      isComplete = order >= 0
      if (order > 0) return
      reached = event.position
      if (wantedTypes?.has(fromServerName(event.type)) === false) return
      const stored = toStoredEvent(event)
      if (stored !== undefined) batch.push(stored)
      else if (!isSystemName(event.streamId)) onForeign?.(1)
    }

    const takeBatch = () => {
      const taken = batch
      batch = []
      return taken
    }

    async function* batches(call: ServerCall<AllStreamResolvedEvent>, deadline: RetryDeadline) {
      let hasAccepted = false
      for (;;) {
        // noted before taking items: all events up to it have arrived by then
        const notedCheckpoint = checkpoint
        let item = call.take()
        while (item !== undefined) {
          if (item.event !== undefined) accept(item.event)
          hasAccepted = true
          if (isComplete || batch.length >= batchSize) break
          item = call.take()
        }
        const isDrained = item === undefined
        // a confirmation alone is no progress: the server confirms a subscription that it then cannot begin
        if (hasAccepted || notedCheckpoint !== undefined) deadline.renew()
        hasAccepted = false
        if (isDrained && notedCheckpoint !== undefined && last !== undefined)
          isComplete = compareServerPositions(notedCheckpoint, last.position) > 0
        if (batch.length >= batchSize || (batch.length > 0 && (isComplete || (isDrained && last === undefined)))) {
          yield takeBatch()
          closeGuard.assertOpen()
          if (stop.aborted) return
        }
        if (isComplete) return
        if (!isDrained) continue
        const result = await call.wait(stop, last === undefined && isConfirmed ? undefined : deadline.attemptMs)
        closeGuard.assertOpen()
        if (result === 'stopped') return
        // the server never ends a subscription on purpose
        if (result === 'ended') throw callEnded()
      }
    }

    closeGuard.assertOpen()
    const purpose: Purpose = { stream: undefined, action: 'read', fromPosition: reached !== undefined }
    yield* readWithRetry(this.#server, stop, { purpose, open, read: batches })
  }
}

/** A regular expression of .NET that matches exactly these types, or all but the server's own. */
const typePattern = (types: readonly string[] | undefined): string => {
  if (types === undefined) return ordinaryTypes
  return `^(?:${types.map((type) => toServerName(type).replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|')})$`
}
