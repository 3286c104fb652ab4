import type { AllStreamRecordedEvent, Position as ServerPosition } from '@eventstore/db-client'
import { isStorageError, type Position } from '@skein/engine'
import { noSuchPosition } from '../connection/answer-texts.js'
import { permanent, storageError } from '../connection/call-failure.js'
import type { Server } from '../connection/server.js'
import { isOurs } from './event-format.js'
import { type LogPageRequest, readLogPage } from './log-page.js'
import { compareServerPositions, parsePosition, positionFrom } from './positions.js'
import { isSystemName, ordinaryTypes } from './server-names.js'

/** The last records of the log are read as they are: our last event is mostly among them. */
const firstPageSize = 16
/** Pages without the server's own events, when searching backwards; the last size is repeated. */
const pageSizes = [1, 16, 256, 1_000]
/** The most events read forwards to find out whether there is a new one of ours. */
const newEventsSize = 100

/** What an earlier search found. */
interface Found {
  /** The last record of the log then, of anything. */
  readonly end: ServerPosition
  /** Our last event up to there. */
  readonly last: AllStreamRecordedEvent | undefined
}

/**
 * Finds our last event, behind which the server and other programs may have appended any number. It remembers what it found,
 * so that only what is new is searched.
 */
export class LastEvent {
  readonly #server: Server
  /** What the server looks for. */
  readonly #mayBeOurs: Pick<LogPageRequest, 'types' | 'streams'>
  #found: Found | undefined

  constructor(server: Server) {
    this.#server = server
    const { ownStreams } = server
    this.#mayBeOurs = ownStreams === undefined ? { types: ordinaryTypes } : { streams: ownStreams }
  }

  /** Asks the server for its last record: throws if it does not answer, or does not let this user read the log. */
  async probe(): Promise<void> {
    await this.#page({ from: 'end', isBackwards: true, size: 1 })
  }

  /**
   * Throws `StorageError` with fault `missing` for a position that no record of this log has: the log was restored to an
   * earlier state, or is another one. The server itself lets a subscription wait for ever behind the end.
   */
  async assertWithinLog(position: Position): Promise<void> {
    const [event] = await this.#page({ from: parsePosition(position), isBackwards: false, size: 1 })
    if (event === undefined) throw storageError(permanent('missing', noSuchPosition), this.#server.name, undefined)
  }

  /** Our last event at or before `until`, or of the whole log. */
  async find(until?: Position): Promise<AllStreamRecordedEvent | undefined> {
    return until === undefined
      ? this.#findLast()
      : ((await this.at(until)) ?? this.#searchBackwards(parsePosition(until)))
  }

  /** Our event at a position; `undefined` if there is none, or no server gives such positions. */
  async at(position: Position): Promise<AllStreamRecordedEvent | undefined> {
    const wanted = positionFrom(position)
    if (wanted === undefined) return undefined
    const [event] = await this.#page({ from: wanted, isBackwards: false, size: 1 })
    const isThere = event !== undefined && compareServerPositions(event.position, wanted) === 0
    return isThere && isOurs(event) ? event : undefined
  }

  /** The last events of the log, the newest first, without those of the server itself. */
  async newest(size: number): Promise<readonly AllStreamRecordedEvent[]> {
    const page = await this.#page({ from: 'end', isBackwards: true, size, types: ordinaryTypes })
    return page.filter(({ streamId }) => !isSystemName(streamId))
  }

  async #findLast(): Promise<AllStreamRecordedEvent | undefined> {
    const page = await this.#page({ from: 'end', isBackwards: true, size: firstPageSize })
    const [end] = page
    if (end === undefined) return undefined
    const near = page.find(isOurs)
    const last =
      near ?? (page.length < firstPageSize ? undefined : await this.#findUpTo(end.position, page.at(-1)?.position))
    this.#found = { end: end.position, last }
    return last
  }

  /** @param from no event of ours is between it and `end` */
  async #findUpTo(end: ServerPosition, from: ServerPosition | undefined): Promise<AllStreamRecordedEvent | undefined> {
    const found = this.#found
    if (found !== undefined && compareServerPositions(found.end, end) <= 0 && !(await this.#hasNew(found.end)))
      return found.last
    return this.#searchBackwards(from ?? end)
  }

  /** Whether there may be an event of ours behind the end of an earlier search. */
  async #hasNew(from: ServerPosition): Promise<boolean> {
    try {
      const page = await this.#page({ from, isBackwards: false, size: newEventsSize, ...this.#mayBeOurs })
      return page.length === newEventsSize || page.some(isOurs)
    } catch (error) {
      // the log is another one than at the earlier search
      if (isStorageError(error, 'missing')) return true
      throw error
    }
  }

  async #searchBackwards(limit: ServerPosition): Promise<AllStreamRecordedEvent | undefined> {
    let from = limit
    for (let turn = 0; ; turn++) {
      const size = pageSizes[Math.min(turn, pageSizes.length - 1)] ?? 1
      const page = await this.#page({ from, isBackwards: true, size, ...this.#mayBeOurs })
      const found = page.find(isOurs)
      const earliest = page.at(-1)
      if (found !== undefined || earliest === undefined || page.length < size) return found
      from = earliest.position
    }
  }

  #page(request: LogPageRequest): Promise<readonly AllStreamRecordedEvent[]> {
    return readLogPage(this.#server, request)
  }
}
