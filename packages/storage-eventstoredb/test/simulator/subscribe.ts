import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js'
import type { LogFilter } from './log-filter.ts'
import { firstAt, isValidStart, positionOf } from './log-range.ts'
import { pb } from './protocol.ts'
import { checkpoint } from './read-responses.ts'
import type { CallNode } from './roles.ts'
import type { Sender } from './sender.ts'
import { statuses } from './statuses.ts'

interface Subscription {
  readonly options: ReadReq.Options
  readonly filter: LogFilter
}

/** A subscription to the log; its start is exclusive. 24 confirms it before it looks at the start, 22 and 23 after. */
export const subscribe = async (
  node: CallNode,
  sender: Sender,
  { options, filter }: Subscription,
  signal: AbortSignal,
): Promise<void> => {
  const { log, version } = node
  const all = options.getAll()
  const position = positionOf(all)
  const isValid = position === undefined || isValidStart(log, position)
  const refusal = statuses.invalidPosition(version, 'subscription')
  if (!isValid && version < 24) return sender.fail(refusal)
  await sender.send(new pb.streams.ReadResp().setConfirmation(confirmation()))
  if (!isValid) return sender.fail(refusal)
  await sender.applyFaults('confirmed')
  const window = options.getFilter()?.hasMax() ? (options.getFilter()?.getMax() ?? 32) : 32
  const interval = window * (options.getFilter()?.getCheckpointintervalmultiplier() ?? 1)
  const end = all?.hasEnd() ? log.entries.length : 0
  let isCaughtUp = false
  let scanned = 0
  for (let index = position === undefined ? end : firstAt(log.entries, position.commit + 1n); !signal.aborted; ) {
    const entry = log.entries[index]
    if (entry === undefined) {
      // servers before 23.10 do not send it
      if (!isCaughtUp && version >= 23)
        await sender.send(new pb.streams.ReadResp().setCaughtUp(new pb.streams.ReadResp.CaughtUp()))
      isCaughtUp = true
      await log.nextAppend(signal)
      continue
    }
    index++
    scanned++
    if (filter(entry)) await sender.event(entry)
    if (options.hasFilter() && scanned % interval === 0) await sender.send(checkpoint(entry))
  }
}

const confirmation = () => {
  const confirmed = new pb.streams.ReadResp.SubscriptionConfirmation()
  confirmed.setSubscriptionId('simulated')
  return confirmed
}
