import { hkdfSync, randomBytes } from 'node:crypto'
import { decryptBytes, encryptBytes } from './aes.js'

/**
 * Holds the master key, such as a key management service. It encrypts the secret of a store: with the
 * store and without the provider, no personal value can be read.
 */
export interface KeyProvider {
  /** Encrypts a short secret. Only `unwrap` of the same key, with the same context, decrypts it. */
  wrap(secret: Uint8Array, context: string): Promise<string>
  /** The secret; `undefined` where another key encrypted it, or it is damaged. */
  unwrap(wrapped: string, context: string): Promise<Uint8Array | undefined>
}

/** The provider of a master key that the program itself holds: 32 bytes in base64. */
export const providerOf = (masterKey: string): KeyProvider => providerFrom(Buffer.from(masterKey, 'base64'))

/** The provider of a generated key, for an ephemeral store. */
export const generatedProvider = (): KeyProvider => providerFrom(randomBytes(32))

// Permanent: the name of the purpose.
const providerFrom = (masterKey: Buffer): KeyProvider => {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', 'skein/wrap', 32))
  return {
    wrap: async (secret, context) =>
      encryptBytes(key, randomBytes(12), Buffer.from(secret), context).toString('base64url'),
    unwrap: async (wrapped, context) => decryptBytes(key, Buffer.from(wrapped, 'base64url'), context),
  }
}
