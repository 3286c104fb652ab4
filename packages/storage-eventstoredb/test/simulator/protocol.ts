// The client's own generated protocol code. It is CommonJS whose named exports Node cannot detect.
import gossip from '@eventstore/db-client/generated/gossip_pb.js'
import features from '@eventstore/db-client/generated/serverfeatures_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import status from '@eventstore/db-client/generated/status_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import any from 'google-protobuf/google/protobuf/any_pb.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'

export const pb = { any, empty, features, gossip, shared, status, streams }

/** A name as the protocol encodes it. */
export const nameBytes = (name: string): Uint8Array => Buffer.from(name)

export const nameOf = (bytes: Uint8Array | string | undefined): string =>
  typeof bytes === 'string' ? Buffer.from(bytes, 'base64').toString() : Buffer.from(bytes ?? []).toString()

export const uuidOf = (text: string) => {
  const uuid = new shared.UUID()
  uuid.setString(text)
  return uuid
}
