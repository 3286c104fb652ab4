import { metadataOf, type StoredEvent } from '@skein/engine'
import { partsOf } from '@skein/kernel'
import { decryptFor } from '../access/personal-data.js'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'

/** CloudEvents 1.0. `subject` is the stream, named by an id. Personal data occurs only in `data`, encrypted for readers who may not see it. */
export interface CloudEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly subject: string
  readonly time: string
  readonly datacontenttype: 'application/json'
  readonly dataschema: string
  readonly data: unknown
  readonly position: string
  readonly revision: number
  readonly correlationid: string
  readonly causationid?: string
  readonly policyversion?: number
  /** The extension of CloudEvents for distributed tracing. */
  readonly traceparent?: string
}

/** Permanent: receivers recognise events by these, independent of the address that served them. */
export const cloudEventTypePrefix = 'skein.'
const sourcePrefix = 'urn:skein:'

export const cloudEventOf = async (
  event: StoredEvent,
  service: Service,
  principal: Principal,
  origin: string,
): Promise<CloudEvent> => {
  const { codec } = service
  const { recordedAt, correlationId, causationId, policyVersion, traceparent } = metadataOf(event)
  const { type, data } = codec.decode(event)
  const place = { stream: event.stream }
  // sound: decrypting personal values keeps the shape
  const plain = (await decryptFor(principal, { type, data }, service.runtime, place)) as { readonly data: unknown }
  const version = codec.typeOf(type)?.version ?? event.schemaVersion
  return {
    specversion: '1.0',
    id: event.eventId,
    source: `${sourcePrefix}${partsOf(event.stream).aggregate}`,
    type: `${cloudEventTypePrefix}${type}`,
    subject: event.stream,
    time: recordedAt,
    datacontenttype: 'application/json',
    dataschema: `${origin}/schemas/events/${type}/${version}`,
    data: plain.data,
    position: event.position,
    revision: event.revision,
    correlationid: correlationId,
    ...(causationId === undefined ? {} : { causationid: causationId }),
    ...(policyVersion === undefined ? {} : { policyversion: policyVersion }),
    ...(traceparent === undefined ? {} : { traceparent }),
  }
}
