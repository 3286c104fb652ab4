import { hash } from 'node:crypto'

// Permanent: every event id and every process's command id derives from this namespace.
const skein = Buffer.from('8d1f3b5e6c0a4f6f9a2de7c41b5a9f03', 'hex')

/** A UUID (version 5) told from `parts`, the same ones for ever. */
export const uuidFrom = (...parts: readonly (string | number)[]): string => {
  const digest = hash('sha1', Buffer.concat([skein, Buffer.from(JSON.stringify(parts))]), 'hex')
  const variant = ((Number.parseInt(digest.slice(16, 18), 16) & 0x3f) | 0x80).toString(16)
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(18, 20)}-${digest.slice(20, 32)}`
}

/** The id of the `index`th event that a command writes to a stream: a repeat writes the same ids. */
export const eventIdOf = (stream: string, commandId: string, index: number): string =>
  uuidFrom(stream, commandId, index)
