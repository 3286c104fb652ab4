// Permanent: callers' idempotency keys become command ids by this name, and a repeated key must give the same id for ever.
import { v5 } from 'uuid'
import { malformed } from '../problems/problem.js'

/** The command id of a caller's idempotency key: a UUIDv5, different for the same key of another caller. */
export const commandIdFrom = (subject: string, key: string): string =>
  v5(`urn:skein:idempotency:${JSON.stringify([subject, key])}`, v5.URL)

/** An idempotency key: 1 to 200 visible ASCII characters. */
export const idempotencyKeyPattern = /^[\x21-\x7e]{1,200}$/

/** The key in the header, bare or as a quoted string; `undefined` without a header. */
export const idempotencyKeyFrom = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header
  if (idempotencyKeyPattern.test(key)) return key
  throw malformed(
    'Idempotency-Key must be 1 to 200 visible ASCII characters, such as a UUID.',
    'Idempotency-Key 应为 1 至 200 个可见 ASCII 字符,如 UUID。',
  )
}
