import type { AppendReq, AppendResp, BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js'
import type { ServerReadableStream, sendUnaryData } from '@grpc/grpc-js'
import type { Answer, Expectation, Proposed } from './log.ts'
import { nameOf, pb } from './protocol.ts'
import type { CallNode } from './roles.ts'
import { statuses } from './statuses.ts'

export const maxAppendSize = 1_048_576

/** Streams.Append: one call is one append. */
export const append = (
  node: CallNode,
  call: ServerReadableStream<AppendReq, AppendResp>,
  answer: sendUnaryData<AppendResp>,
): void => {
  let options: AppendReq.Options | undefined
  const events: Proposed[] = []
  call.on('data', (request: AppendReq) => {
    const message = request.getProposedMessage()
    if (message === undefined) options = request.getOptions()
    else events.push(proposed(message))
  })
  // without its last message, nothing is appended
  call.on('end', () => {
    node.count('appends')
    const refusal = node.refusal(call) ?? tooLarge(events)
    if (refusal !== undefined) return answer(refusal)
    const known = options
    if (known === undefined || events.length === 0) return answer(statuses.unimplemented('append of nothing'))
    const name = nameOf(known.getStreamIdentifier()?.getStreamName_asU8())
    node.commit(name, events, expectationOf(known), {
      fail: answer,
      done: (result) => {
        if (result.kind === 'deleted') answer(statuses.streamDeleted(name))
        else answer(null, responseOf(result, known))
      },
    })
  })
}

/** An event as a client proposes it. */
export const proposed = (message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): Proposed => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
})

/** As the server counts, with the type in UTF-16. */
export const tooLarge = (events: readonly Proposed[]) => {
  const size = events.reduce(
    (sum, { type, data, metadata }) => sum + 2 * type.length + data.length + metadata.length,
    0,
  )
  return size > maxAppendSize ? statuses.tooLarge(maxAppendSize) : undefined
}

const expectationOf = (options: AppendReq.Options): Expectation => {
  if (options.hasRevision()) return Number(options.getRevision())
  return options.hasNoStream() ? 'none' : options.hasStreamExists() ? 'exists' : 'any'
}

const responseOf = (result: Exclude<Answer, { kind: 'deleted' }>, options: AppendReq.Options): AppendResp => {
  if (result.kind === 'wrong') {
    const wrong = new pb.streams.AppendResp.WrongExpectedVersion()
    if (result.current === undefined) wrong.setCurrentNoStream(new pb.shared.Empty())
    else wrong.setCurrentRevision(String(result.current))
    if (options.hasRevision()) wrong.setExpectedRevision(options.getRevision())
    else wrong.setExpectedNoStream(new pb.shared.Empty())
    return new pb.streams.AppendResp().setWrongExpectedVersion(wrong)
  }
  const success = new pb.streams.AppendResp.Success().setCurrentRevision(String(result.revision))
  if (result.position === undefined) success.setNoPosition(new pb.shared.Empty())
  else {
    const position = new pb.streams.AppendResp.Position()
    position.setCommitPosition(String(result.position.commit)).setPreparePosition(String(result.position.prepare))
    success.setPosition(position)
  }
  return new pb.streams.AppendResp().setSuccess(success)
}
