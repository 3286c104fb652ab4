// The answers of Streams.Read.
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { Entry } from './entry.ts'
import { nameBytes, pb, uuidOf } from './protocol.ts'

export const notFound = (name: string): ReadResp => {
  const identifier = new pb.shared.StreamIdentifier()
  identifier.setStreamName(nameBytes(name))
  const absent = new pb.streams.ReadResp.StreamNotFound()
  absent.setStreamIdentifier(identifier)
  return new pb.streams.ReadResp().setStreamNotFound(absent)
}

export const checkpoint = ({ commit, prepare }: Entry): ReadResp => {
  const reached = new pb.streams.ReadResp.Checkpoint()
  reached.setCommitPosition(String(commit))
  reached.setPreparePosition(String(prepare))
  return new pb.streams.ReadResp().setCheckpoint(reached)
}

export const eventOf = (entry: Entry): ReadResp => {
  const identifier = new pb.shared.StreamIdentifier()
  identifier.setStreamName(nameBytes(entry.stream))
  const recorded = new pb.streams.ReadResp.ReadEvent.RecordedEvent()
  recorded.setId(uuidOf(entry.id))
  recorded.setStreamIdentifier(identifier)
  recorded.setStreamRevision(String(entry.revision))
  recorded.setCommitPosition(String(entry.commit))
  recorded.setPreparePosition(String(entry.prepare))
  recorded
    .getMetadataMap()
    .set('type', entry.type)
    .set('content-type', entry.contentType)
    .set('created', String(entry.created * 10_000))
  recorded.setData(entry.data)
  recorded.setCustomMetadata(entry.metadata)
  const event = new pb.streams.ReadResp.ReadEvent()
  event.setEvent(recorded)
  event.setCommitPosition(String(entry.commit))
  return new pb.streams.ReadResp().setEvent(event)
}
