import { hash } from 'node:crypto'

/** The parts of an event that its hash covers; `data` and `metadata` are the texts as stored. */
export interface HashedEvent {
  readonly stream: string
  readonly revision: number
  readonly type: string
  readonly schemaVersion: number
  readonly data: string
  readonly metadata: string
}

/**
 * SHA-256, in hex, of these UTF-8 bytes, permanently:
 *
 *     {"data":D,"metadata":M,"previous":P,"revision":R,"schemaVersion":V,"stream":S,"type":T}
 *
 * D is the stored `data` and M the stored `metadata`, both byte for byte, not serialised again; P is the hash of the
 * previous event in the stream, `null` for the first. The engine stores D and M as RFC 8785 JSON, so the whole is RFC 8785
 * JSON too, and anyone can compute the hash again from the parsed values.
 */
export const hashOf = (event: HashedEvent, previous: string | null): string =>
  hash(
    'sha256',
    `{"data":${event.data},"metadata":${event.metadata},"previous":${previous === null ? 'null' : `"${previous}"`},"revision":${event.revision},"schemaVersion":${event.schemaVersion},"stream":${JSON.stringify(event.stream)},"type":${JSON.stringify(event.type)}}`,
    'hex',
  )
