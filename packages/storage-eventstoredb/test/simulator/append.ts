import type { AppendReq, AppendResp, BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js'
import type { ServerReadableStream, sendUnaryData } from '@grpc/grpc-js'
import type { Answer, Expectation, Proposed } from './entry.ts'
import { nameOf, pb } from './protocol.ts'
import type { CallNode } from './roles.ts'
import { type Failure, statuses } from './statuses.ts'

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
  const commit = () => {
    node.count('appends')
    const known = options
    const name = nameOf(known?.getStreamIdentifier()?.getStreamName_asU8())
    const refusal = node.refusal(call, { stream: name, action: 'append' }) ?? refusedAppend(name, events)
    if (refusal !== undefined) return answer(refusal)
    if (known === undefined) return answer(statuses.unimplemented('append without options'))
    node.commit(name, events, expectationOf(known), {
      fail: answer,
      done: (result) => {
        if (result.kind === 'deleted') answer(statuses.streamDeleted(name))
        else answer(null, responseOf(result, known))
      },
    })
  }
  // a call that is cancelled in the middle of its messages ends as well, and then appends nothing
  call.on('end', () => setImmediate(() => void (call.cancelled || commit())))
}

/** An event as a client proposes it. */
export const proposed = (message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): Proposed => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
})

/** As servers up to 24.6 count: the data only. */
export const isTooLarge = (events: readonly Proposed[]): boolean =>
  events.reduce((sum, { data }) => sum + data.length, 0) > maxAppendSize

const nilId = '00000000-0000-0000-0000-000000000000'

/** What the server refuses before it looks at the stream. */
export const refusedAppend = (name: string, events: readonly Proposed[]): Failure | undefined => {
  if (isTooLarge(events)) return statuses.tooLarge(maxAppendSize)
  if (name === '' || events.some(({ id, type }) => type === '' || id === nilId)) return statuses.thrown()
  if (events.length === 0) return statuses.unimplemented('append of nothing')
  // metadata of a stream are written; anything else ends a server of 22 or 23
  if (name.startsWith('$$') && !events.every(({ type }) => type === '$metadata'))
    return statuses.unimplemented('append of other events to a stream of metadata')
  return undefined
}

/** The revision that a request expects. */
export const expectationOf = (
  options: Pick<AppendReq.Options, 'hasRevision' | 'getRevision' | 'hasNoStream' | 'hasStreamExists'>,
): Expectation => {
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
  const position = new pb.streams.AppendResp.Position()
  position.setCommitPosition(String(result.position.commit)).setPreparePosition(String(result.position.prepare))
  success.setPosition(position)
  return new pb.streams.AppendResp().setSuccess(success)
}
