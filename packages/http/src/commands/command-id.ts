// Permanent: a caller's idempotency keys become command ids by these names, and stay them.
import { malformed } from '../problems/problem.js'

/** The namespace of RFC 4122 for URLs, in bytes. */
const namespace = Uint8Array.from([
  0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8,
])

/** UUIDv5 of a caller's key: the same for ever, and another one for another caller's same key. */
export const commandIdFrom = async (subject: string, key: string): Promise<string> => {
  const name = new TextEncoder().encode(`urn:skein:idempotency:${JSON.stringify([subject, key])}`)
  const input = new Uint8Array(namespace.length + name.length)
  input.set(namespace)
  input.set(name, namespace.length)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', input)).slice(0, 16)
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The key that a caller gave, bare or as a quoted string; `undefined` where there is none. */
export const idempotencyKeyOf = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw malformed(
    'Idempotency-Key takes 1 to 200 visible ASCII characters, such as a UUID.',
    'Idempotency-Key 应为 1 至 200 个可见 ASCII 字符,如 UUID。',
  )
}
