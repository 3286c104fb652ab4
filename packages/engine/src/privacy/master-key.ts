import { hkdfSync, randomBytes } from 'node:crypto'
import type { Text } from '@skein/kernel'
import { decryptBytes, encryptBytes } from './aes.js'
import { hmacUnder } from './hmac.js'

/** How to get a master key. */
export const masterKeyRemedy: Text = {
  en: 'Make one with `openssl rand -base64 32`, keep it safe, and pass it as `masterKey`.',
  zh: '可用 `openssl rand -base64 32` 生成,妥善保管,并以 `masterKey` 传入。',
}

/** What the engine derives from the master key; the key itself is not kept. */
export interface Secrets {
  /** Encrypts a key for storage; only the same `context` decrypts it. */
  wrap(key: Buffer, context: string): string
  /** `undefined` where another master key wrapped it, or it is damaged. */
  unwrap(wrapped: string, context: string): Buffer | undefined
  commandHash(canonicalCommand: string): string
  fingerprint(scope: string, value: string): string
  /** 32 bytes for one purpose outside of the engine. */
  derive(purpose: string): Buffer
}

/** Whether a text is 32 bytes in base64. */
export const isMasterKey = (text: string): boolean =>
  Buffer.from(text, 'base64').length === 32 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(text.trim())

/** What is derived from a valid master key. */
export const secretsFrom = (masterKey: string): Secrets => secretsOf(Buffer.from(masterKey, 'base64'))

/** What is derived from a generated master key, for an ephemeral store. */
export const generatedSecrets = (): Secrets => secretsOf(randomBytes(32))

// Permanent: the names of the purposes.
const secretsOf = (masterKey: Buffer): Secrets => {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', masterKey, '', `skein/${purpose}`, 32))
  const wrappingKey = derive('wrap')
  const commandDigest = hmacUnder(derive('commands'))
  const claimDigest = hmacUnder(derive('claims'))
  return {
    wrap: (key, context) => encryptBytes(wrappingKey, randomBytes(12), key, context).toString('base64url'),
    unwrap: (wrapped, context) => decryptBytes(wrappingKey, Buffer.from(wrapped, 'base64url'), context),
    commandHash: (command) => commandDigest(command).toString('hex'),
    fingerprint: (scope, value) => claimDigest(JSON.stringify([scope, value])).toString('hex'),
    derive: (purpose) => derive(`for/${purpose}`),
  }
}
