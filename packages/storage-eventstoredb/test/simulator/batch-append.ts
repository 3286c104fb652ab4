import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { ServerDuplexStream } from '@grpc/grpc-js'
import type { Message } from 'google-protobuf'
import { isTooLarge, maxAppendSize, proposed, refusedAppend } from './append.ts'
import type { Answer, Expectation, Proposed } from './entry.ts'
import { nameBytes, nameOf, pb } from './protocol.ts'
import type { CallNode } from './roles.ts'
import { statuses } from './statuses.ts'

type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>

interface Parts {
  readonly last: BatchAppendReq
  readonly options: BatchAppendReq.Options
  readonly events: Proposed[]
}

/** Streams.BatchAppend: many appends over one call, each in several requests. */
export const batchAppend = (node: CallNode, call: BatchCall): void => {
  const open = new Map<string, Parts>()
  call.on('end', () => call.end())
  call.on('data', (request: BatchAppendReq) => {
    const id = request.getCorrelationId()?.getString() ?? ''
    const { options = request.getOptions(), events = [] } = open.get(id) ?? {}
    if (options === undefined) return fail(call, statuses.unimplemented('batch without options'))
    events.push(...request.getProposedMessagesList().map(proposed))
    const parts = { last: request, options, events }
    if (!request.getIsFinal()) return open.set(id, parts)
    open.delete(id)
    return commit(node, call, parts)
  })
}

const commit = (node: CallNode, call: BatchCall, { last, options, events }: Parts): void => {
  node.count('batchAppends')
  const name = nameOf(options.getStreamIdentifier()?.getStreamName_asU8())
  const response = () => {
    const identifier = new pb.shared.StreamIdentifier()
    identifier.setStreamName(nameBytes(name))
    return new pb.streams.BatchAppendResp().setCorrelationId(last.getCorrelationId()).setStreamIdentifier(identifier)
  }
  if (isTooLarge(events)) {
    const limit = new pb.shared.MaximumAppendSizeExceeded().setMaxappendsize(maxAppendSize)
    return void call.write(response().setError(statusOf(limit, 'MaximumAppendSizeExceeded')))
  }
  const refusal = node.refusal(call, { stream: name, action: 'append' }) ?? refusedAppend(name, events)
  if (refusal !== undefined) fail(call, refusal)
  else
    node.commit(name, events, expectationOf(options), {
      fail: (failure) => fail(call, failure),
      done: (result) => call.write(answered(response(), result, options)),
    })
}

const fail = (call: BatchCall, failure: { readonly code: number; readonly details: string }): void => {
  call.emit('error', Object.assign(new Error(failure.details), failure))
}

const expectationOf = (options: BatchAppendReq.Options): Expectation => {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition())
  return options.hasNoStream() ? 'none' : options.hasStreamExists() ? 'exists' : 'any'
}

const answered = (response: BatchAppendResp, result: Answer, options: BatchAppendReq.Options): BatchAppendResp => {
  if (result.kind === 'deleted') return response.setError(statusOf(new pb.shared.StreamDeleted(), 'StreamDeleted'))
  if (result.kind === 'wrong') {
    const wrong = new pb.shared.WrongExpectedVersion()
    if (result.current === undefined) wrong.setCurrentNoStream(new pb.empty.Empty())
    else wrong.setCurrentStreamRevision(String(result.current))
    if (options.hasStreamPosition()) wrong.setExpectedStreamPosition(options.getStreamPosition())
    return response.setError(statusOf(wrong, 'WrongExpectedVersion'))
  }
  const success = new pb.streams.BatchAppendResp.Success().setCurrentRevision(String(result.revision))
  const position = new pb.shared.AllStreamPosition()
  position.setCommitPosition(String(result.position.commit)).setPreparePosition(String(result.position.prepare))
  success.setPosition(position)
  return response.setSuccess(success)
}

const statusOf = (details: Message, name: string) => {
  const packed = new pb.any.Any()
  packed.pack(details.serializeBinary(), `event_store.client.${name}`)
  return new pb.status.Status().setMessage(name).setDetails(packed)
}
