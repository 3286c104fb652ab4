import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { ServerWritableStream } from '@grpc/grpc-js'
import type { Entry, LogPosition } from './log.ts'
import { nameOf, pb } from './protocol.ts'
import { checkpoint, eventOf, notFound } from './read-responses.ts'
import type { CallNode } from './roles.ts'
import { statuses } from './statuses.ts'

type ReadCall = ServerWritableStream<ReadReq, ReadResp>

/** Streams.Read: a stream, the log, or a subscription to the log. */
export const read = async (node: CallNode, call: ReadCall): Promise<void> => {
  const options = call.request.getOptions()
  const stop = new AbortController()
  for (const event of ['cancelled', 'close']) call.on(event, () => stop.abort())
  const refusal = node.refusal(call)
  const sender = new Sender(node, call, stop.signal)
  if (refusal !== undefined) return sender.fail(refusal)
  const isBackwards = options?.getReadDirection() === 1
  const stream = options?.getStream()
  const all = options?.getAll()
  if (stream !== undefined && !options?.hasSubscription()) {
    const name = nameOf(stream.getStreamIdentifier()?.getStreamName_asU8())
    const visible = node.log.visible(name)
    if (visible === 'tombstoned') return sender.fail(statuses.streamDeleted(name))
    if (visible === undefined) await sender.send(notFound(name))
    else {
      const from = stream.hasRevision() ? Number(stream.getRevision()) : isBackwards ? Number.MAX_SAFE_INTEGER : 0
      const wanted = isBackwards
        ? visible.filter(({ revision }) => revision <= from).reverse()
        : visible.filter(({ revision }) => revision >= from)
      await sender.events(wanted.slice(0, Number(options?.getCount())))
    }
    return sender.end()
  }
  if (all === undefined) return sender.fail(statuses.unimplemented('subscription to one stream'))
  const requested = all.getPosition()
  const position = requested && {
    commit: BigInt(requested.getCommitPosition()),
    prepare: BigInt(requested.getPreparePosition()),
  }
  if (options?.hasSubscription())
    return subscribe(node, sender, options, indexAfter(node, position, all.hasEnd()), stop.signal)
  const { entries } = node.log
  const index =
    position === undefined ? (all.hasEnd() ? entries.length : 0) : first(entries, (each) => !isBefore(each, position))
  const count = Number(options?.getCount())
  await sender.events(
    isBackwards
      ? entries.slice(Math.max(0, index - count), index).reverse()
      : entries.slice(index, index + Math.min(count, entries.length)),
  )
  sender.end()
}

const subscribe = async (
  node: CallNode,
  sender: Sender,
  options: ReadReq.Options,
  start: number,
  signal: AbortSignal,
): Promise<void> => {
  const filter = options.getFilter()
  const expression = filter?.getEventType()
  const pattern = new RegExp(expression?.getRegex() ?? '')
  const window = filter?.hasMax() ? filter.getMax() : 32
  const interval = window * (filter?.getCheckpointintervalmultiplier() ?? 1)
  const confirmation = new pb.streams.ReadResp.SubscriptionConfirmation()
  confirmation.setSubscriptionId('simulated')
  await sender.send(new pb.streams.ReadResp().setConfirmation(confirmation))
  let isCaughtUp = false
  let scanned = 0
  for (let index = start; !signal.aborted; ) {
    const entry = node.log.entries[index]
    if (entry === undefined) {
      if (!isCaughtUp) await sender.send(new pb.streams.ReadResp().setCaughtUp(new pb.streams.ReadResp.CaughtUp()))
      isCaughtUp = true
      await node.log.nextAppend(signal)
      continue
    }
    index++
    scanned++
    if (pattern.test(entry.type)) await sender.event(entry)
    if (filter !== undefined && scanned % interval === 0) await sender.send(checkpoint(entry))
  }
}

/** Sends as fast as the client reads, and applies the faults that are set. */
class Sender {
  readonly #node: CallNode
  readonly #call: ReadCall
  readonly #signal: AbortSignal
  #sent = 0

  constructor(node: CallNode, call: ReadCall, signal: AbortSignal) {
    this.#node = node
    this.#call = call
    this.#signal = signal
  }

  async events(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) await this.event(entry)
  }

  async event(entry: Entry): Promise<void> {
    await this.send(eventOf(entry))
    this.#sent++
  }

  async send(response: ReadResp): Promise<void> {
    const how = this.#node.faults.at('read', { events: this.#sent })
    if (how !== undefined) {
      const failure = this.#node.applyFault(how)
      if (failure !== undefined) this.fail(failure)
      await new Promise<void>((resolve) => this.#signal.addEventListener('abort', () => resolve()))
    }
    if (this.#signal.aborted || this.#call.write(response)) return
    await new Promise<void>((resolve) => {
      this.#call.once('drain', resolve)
      this.#signal.addEventListener('abort', () => resolve())
    })
  }

  fail(failure: { readonly code: number; readonly details: string }): void {
    this.#call.emit('error', Object.assign(new Error(failure.details), failure))
  }

  end(): void {
    if (!this.#signal.aborted) this.#call.end()
  }
}

/** The log is ordered by commit position. */
const isBefore = ({ commit }: Entry, position: LogPosition): boolean =>
  commit < position.commit || (commit === position.commit && commit < position.prepare)

/**
 * The start is exclusive by the position of the record, which the client does not know: inside an append of several events
 * it passes the position of the append instead, and so gets the last event again.
 */
const indexAfter = (node: CallNode, position: LogPosition | undefined, isEnd: boolean): number => {
  const { entries } = node.log
  if (position === undefined) return isEnd ? entries.length : 0
  return first(
    entries,
    ({ commit }) => commit > position.commit || (commit === position.commit && commit > position.prepare),
  )
}

/** The index of the first entry for which `holds` is true; entries are ordered by it. */
const first = (entries: readonly Entry[], holds: (entry: Entry) => boolean): number => {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const entry = entries[middle]
    if (entry !== undefined && holds(entry)) high = middle
    else low = middle + 1
  }
  return low
}
