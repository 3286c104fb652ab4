import { hash } from 'node:crypto'

const blockSize = 64

/**
 * HMAC-SHA256 (RFC 2104) under one key, in hex: what `createHmac` gives, made of two one-shot hashes because those are
 * ten times as fast for short texts.
 *
 * @param key at most 64 bytes
 */
export const hmacUnder = (key: Buffer): ((text: string) => string) => {
  const padded = (byte: number) => Buffer.alloc(blockSize, byte).map((pad, index) => pad ^ (key[index] ?? 0))
  const inner = padded(0x36)
  const outer = padded(0x5c)
  return (text) =>
    hash('sha256', Buffer.concat([outer, hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')]), 'hex')
}
