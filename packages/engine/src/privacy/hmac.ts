import { createHmac, createSecretKey } from 'node:crypto'

/** HMAC-SHA256 of some parts, one after another, under one key. The key is prepared once, for preparing it takes several times as long as a digest. */
export const hmacUnder = (key: Uint8Array): ((...parts: readonly (string | Uint8Array)[]) => Buffer) => {
  const secret = createSecretKey(key)
  return (...parts) => {
    const digest = createHmac('sha256', secret)
    for (const part of parts) digest.update(part)
    return digest.digest()
  }
}
