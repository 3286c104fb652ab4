import type { AllStreamRecordedEvent, Position as ServerPosition } from '@eventstore/db-client'
import convert from '@eventstore/db-client/dist/utils/convertGrpcEvent.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import protocol, { type ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { NodeClient } from '../connection/connection.js'
import { readWithRetry } from '../connection/read-with-retry.js'
import type { RetryDeadline } from '../connection/retry-deadline.js'
import type { Server } from '../connection/server.js'
import { ServerCall } from '../connection/server-call.js'

/** A few events of the log of all streams. */
export interface LogPageRequest {
  /** Forwards, the page begins with an event at this position; backwards, with the one before it. */
  readonly from: ServerPosition | 'start' | 'end'
  readonly isBackwards: boolean
  /** The most events. */
  readonly size: number
  /** A regular expression of the types; the server filters. */
  readonly types?: string
}

/** How many events the server filters before it looks whether it should stop. */
const searchWindow = 500

/**
 * Reads one page. It is the protocol's own call: that can filter, which the read of the client cannot, and ends by itself,
 * which a subscription does not.
 */
export const readLogPage = async (
  server: Server,
  request: LogPageRequest,
): Promise<readonly AllStreamRecordedEvent[]> => {
  const { closeGuard, requiresLeader } = server
  const open = (node: NodeClient) => {
    const call = node.read(protocolRequest(request), requiresLeader)
    return new ServerCall<ReadResp>(call, async () => call.cancel())
  }
  async function* readPage(
    call: ServerCall<ReadResp>,
    deadline: RetryDeadline,
  ): AsyncGenerator<readonly AllStreamRecordedEvent[], void, undefined> {
    const events: AllStreamRecordedEvent[] = []
    for (;;) {
      for (let answer = call.take(); answer !== undefined; answer = call.take()) {
        const recorded = answer.getEvent()?.getEvent()
        // sound: an event of the log of all streams has a position
        if (recorded !== undefined) events.push(convert.convertGrpcRecord(recorded) as AllStreamRecordedEvent)
        deadline.renew()
      }
      const result = await call.wait(closeGuard.closing, deadline.attemptMs)
      closeGuard.assertOpen()
      if (result === 'ended') return yield events
    }
  }
  const purpose = { stream: undefined, action: 'read', fromPosition: typeof request.from !== 'string' } as const
  for await (const page of readWithRetry(server, closeGuard.closing, { purpose, open, read: readPage })) return page
  throw closeGuard.closedError()
}

const protocolRequest = ({ from, isBackwards, size, types }: LogPageRequest) => {
  const all = new protocol.ReadReq.Options.AllOptions()
  if (from === 'start') all.setStart(new shared.Empty())
  else if (from === 'end') all.setEnd(new shared.Empty())
  else {
    const position = new protocol.ReadReq.Options.Position()
    all.setPosition(position.setCommitPosition(String(from.commit)).setPreparePosition(String(from.prepare)))
  }
  const options = new protocol.ReadReq.Options()
    .setAll(all)
    .setReadDirection(isBackwards ? 1 : 0)
    .setResolveLinks(false)
    .setCount(String(size))
    .setUuidOption(new protocol.ReadReq.Options.UUIDOption().setString(new shared.Empty()))
  if (types !== undefined) {
    const expression = new protocol.ReadReq.Options.FilterOptions.Expression().setRegex(types)
    const filter = new protocol.ReadReq.Options.FilterOptions()
    options.setFilter(filter.setEventType(expression).setMax(searchWindow).setCheckpointintervalmultiplier(1))
  } else options.setNoFilter(new shared.Empty())
  return new protocol.ReadReq().setOptions(options)
}
