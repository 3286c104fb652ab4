import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js'
import { logFilter } from './log-filter.ts'
import { isReadable, isValidStart, positionOf, wanted } from './log-range.ts'
import { nameOf, pb } from './protocol.ts'
import { notFound } from './read-responses.ts'
import type { CallNode } from './roles.ts'
import { type ReadCall, Sender } from './sender.ts'
import { statuses } from './statuses.ts'
import { subscribe } from './subscribe.ts'

/** Streams.Read: a stream, the log, or a subscription to the log. */
export const read = async (node: CallNode, call: ReadCall): Promise<void> => {
  const stop = new AbortController()
  for (const event of ['cancelled', 'close']) call.on(event, () => stop.abort())
  const sender = new Sender(node, call, stop.signal)
  const options = call.request.getOptions() ?? new pb.streams.ReadReq.Options()
  const stream = options.getStream()
  const name = stream === undefined ? '$all' : nameOf(stream.getStreamIdentifier()?.getStreamName_asU8())
  const refusal = node.refusal(call, { stream: name, action: 'read' })
  if (refusal !== undefined) return sender.fail(refusal)
  if (options.getResolveLinks()) return sender.fail(statuses.unimplemented('resolving of links'))
  if (name === '') return sender.fail(statuses.thrown())
  if (stream === undefined) return readLog(node, sender, options, stop.signal)
  if (options.hasSubscription()) return sender.fail(statuses.unimplemented('subscription to one stream'))
  return readStream(node, sender, options, name)
}

const readStream = async (node: CallNode, sender: Sender, options: ReadReq.Options, name: string): Promise<void> => {
  const visible = node.log.visible(name)
  if (visible === 'tombstoned') return sender.fail(statuses.streamDeleted(name))
  if (visible === 'absent') {
    await sender.send(notFound(name))
    return sender.end()
  }
  const isBackwards = options.getReadDirection() === 1
  const stream = options.getStream()
  const from = stream?.hasRevision() ? Number(stream.getRevision()) : isBackwards ? Number.MAX_SAFE_INTEGER : 0
  const entries = isBackwards
    ? visible.filter(({ revision }) => revision <= from).reverse()
    : visible.filter(({ revision }) => revision >= from)
  await sender.events(entries.slice(0, Number(options.getCount())))
  sender.end()
}

const readLog = async (
  node: CallNode,
  sender: Sender,
  options: ReadReq.Options,
  signal: AbortSignal,
): Promise<void> => {
  const filter = logFilter(options.getFilter())
  // a pattern that is none makes the server's handler throw
  if (filter === 'invalid') return sender.fail(statuses.thrown())
  if (options.hasSubscription()) return subscribe(node, sender, { options, filter }, signal)
  const all = options.getAll()
  const position = positionOf(all)
  const isBackwards = options.getReadDirection() === 1
  if (position !== undefined && !(isBackwards ? isReadable(node.log, position) : isValidStart(node.log, position)))
    return sender.fail(
      statuses.invalidPosition(
        node.version,
        options.getFilter() === undefined ? 'ReadAllResult' : 'FilteredReadAllResult',
      ),
    )
  await sender.events(
    wanted(node.log, {
      position,
      isEnd: all?.hasEnd() === true,
      isBackwards,
      filter,
      count: Number(options.getCount()),
    }),
  )
  sender.end()
}
