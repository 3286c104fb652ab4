import { hash } from 'node:crypto'

// Permanent: the namespace of every event id, and of every command id of a process. Its 16 bytes are ASCII, so it and a
// name are hashed as one text.
const namespace = 'skein.namespace!'

/** The UUID (version 5, RFC 9562) of `parts`: the same parts always give the same id. */
export const uuidFrom = (...parts: readonly (string | number)[]): string => {
  const digest = hash('sha1', namespace + JSON.stringify(parts), 'hex')
  const variant = '89ab'[Number.parseInt(digest.charAt(16), 16) & 3]
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}
