import { hash } from 'node:crypto'

// Permanent: every event id and every process's command id derives from this namespace, the UUID
// 736b6569-6e2e-6e61-6d65-737061636521; its bytes are ASCII, so it and a name are hashed as one text.
const namespace = 'skein.namespace!'

/** A UUID (version 5) told from `parts`, the same one for ever. */
export const uuidFrom = (...parts: readonly (string | number)[]): string => {
  const digest = hash('sha1', namespace + JSON.stringify(parts), 'hex')
  const variant = '89ab'[Number.parseInt(digest.charAt(16), 16) & 3]
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}
