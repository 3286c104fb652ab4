import { createHmac, createSecretKey } from 'node:crypto'

/** HMAC-SHA256 under one key, in hex. The key is prepared once, for preparing it takes several times as long as a digest. */
export const hmacUnder = (key: Buffer): ((text: string) => string) => {
  const secret = createSecretKey(key)
  return (text) => createHmac('sha256', secret).update(text).digest('hex')
}
