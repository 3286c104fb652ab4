import { hash } from 'node:crypto'

// Permanent: the namespace of every command id of a process. Its 16 bytes are ASCII, so it and a name are hashed as one
// text.
const namespace = 'skein.namespace!'

/** The UUID (version 5, RFC 9562) of `parts`: the same parts always give the same id. */
export const uuidFrom = (...parts: readonly (string | number)[]): string =>
  uuidOf(hash('sha1', namespace + JSON.stringify(parts), 'hex'), '5')

/** The id of an event: the first bytes of its hash as a UUID (version 8, RFC 9562). Permanent. */
export const eventIdOf = (eventHash: string): string => uuidOf(eventHash, '8')

/** The first 16 bytes of a digest in hex as a UUID. */
const uuidOf = (digest: string, version: '5' | '8'): string => {
  const variant = '89ab'[Number.parseInt(digest.charAt(16), 16) & 3]
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-${version}${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const compactUuid = /^~[A-Za-z0-9_-]{22}$/

/**
 * An id as metadata store it, permanently: a UUID in lower case is `~` and its bytes in base64url; of other ids that
 * begin with `~` this is doubled.
 */
export const compactId = (id: string): string => {
  if (uuid.test(id)) return `~${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}`
  return id.startsWith('~') ? `~${id}` : id
}

/** The id that was stored; `undefined` where `compactId` writes no such text. */
export const idFromCompact = (stored: string): string | undefined => {
  if (!stored.startsWith('~')) return stored
  if (stored.startsWith('~~')) return stored.slice(1)
  if (!compactUuid.test(stored)) return undefined
  const hex = Buffer.from(stored.slice(1), 'base64url').toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
