import { hkdfSync, randomBytes } from 'node:crypto'
import type { Environment, KeyStore, WrappedSecret } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { randomText } from '../primitives/random-text.js'
import { decryptBytes, encryptBytes } from './aes.js'
import { hmacUnder } from './hmac.js'
import type { KeyProvider } from './key-provider.js'
import { MasterKeyError } from './master-key-error.js'

const secretLength = 32

/**
 * The secret of a store. It never changes, so what is derived from it stays comparable for ever; the wrapping key, which
 * encrypts the keys of persons, is replaced when the master key is. A store keeps both, encrypted by the master key.
 */
export interface StoreSecret {
  readonly secret: Uint8Array
  readonly wrappingKey: Uint8Array
  readonly stored: WrappedSecret
}

/** What the engine derives from the secret of a store. */
export interface Secrets {
  /** The id of the wrapping key. */
  readonly wrappingId: string
  /** Encrypts a key for storage; only the same `context` decrypts it. */
  wrap(key: Uint8Array, context: string): string
  /** `undefined` where another wrapping key encrypted it, or it is damaged. */
  unwrap(wrapped: string, context: string): Uint8Array | undefined
  commandHash(canonicalCommand: string): string
  fingerprint(scope: string, value: string): string
  /** 32 bytes for one purpose outside of the engine. */
  derive(purpose: string): Uint8Array
}

const contextOf = ({ id, wrappingId }: Pick<WrappedSecret, 'id' | 'wrappingId'>): string =>
  JSON.stringify([id, wrappingId])

const wrapped = async (
  { secret, wrappingKey }: Pick<StoreSecret, 'secret' | 'wrappingKey'>,
  ids: Pick<WrappedSecret, 'id' | 'wrappingId'>,
  provider: KeyProvider,
): Promise<StoreSecret> => {
  const text = await provider.wrap(Buffer.concat([secret, wrappingKey]), contextOf(ids))
  return { secret, wrappingKey, stored: { ...ids, wrapped: text } }
}

type Chance = Pick<Environment, 'randomBytes'>

const randomId = (chance: Chance): string => randomText(chance, 9, 'base64url')

const generate = (provider: KeyProvider, chance: Chance): Promise<StoreSecret> =>
  wrapped(
    { secret: chance.randomBytes(secretLength), wrappingKey: chance.randomBytes(secretLength) },
    { id: randomId(chance), wrappingId: randomId(chance) },
    provider,
  )

/** The same secret with a new wrapping key, encrypted by another provider. */
export const rewrapped = ({ secret, stored: { id } }: StoreSecret, provider: KeyProvider): Promise<StoreSecret> =>
  wrapped({ secret, wrappingKey: randomBytes(secretLength) }, { id, wrappingId: randomId({ randomBytes }) }, provider)

/** Decrypts the secret of a store; `undefined` where another master key encrypted it. */
export const unwrapSecret = async (stored: WrappedSecret, provider: KeyProvider): Promise<StoreSecret | undefined> => {
  const bytes = await provider.unwrap(stored.wrapped, contextOf(stored))
  if (bytes?.length !== 2 * secretLength) return undefined
  const both = Buffer.from(bytes)
  return { secret: both.subarray(0, secretLength), wrappingKey: both.subarray(secretLength), stored }
}

/**
 * The secret of a store, which is generated on first use. A store that cannot be written has none until then; what is
 * derived from a secret that was not stored equals nothing. Throws `MasterKeyError` for another master key.
 */
export const openSecret = async (
  keys: KeyStore,
  name: string,
  provider: KeyProvider,
  chance: Chance,
): Promise<StoreSecret> => {
  const stored = await keys.secret()
  if (stored !== undefined) return opened(stored, name, provider)
  const generated = await generate(provider, chance)
  try {
    const kept = await keys.addSecret(generated.stored)
    return kept.id === generated.stored.id ? generated : opened(kept, name, provider)
  } catch (error) {
    if (isStorageError(error) && error.fault === 'read-only') return generated
    throw error
  }
}

const opened = async (stored: WrappedSecret, name: string, provider: KeyProvider): Promise<StoreSecret> => {
  const secret = await unwrapSecret(stored, provider)
  if (secret === undefined) throw otherMasterKey(name)
  return secret
}

export const otherMasterKey = (name: string): MasterKeyError =>
  new MasterKeyError({
    en: `The master key does not decrypt the keys in ${name}: they were made with another one, or rotated to another one since. Pass that one.`,
    zh: `主密钥无法解开 ${name} 中的密钥:它们由另一主密钥生成,或已轮换为另一主密钥。请提供该主密钥。`,
  })

// Permanent: the names of the purposes.
export const secretsOf = ({ secret, wrappingKey, stored: { wrappingId } }: StoreSecret): Secrets => {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `skein/${purpose}`, 32))
  const commandDigest = hmacUnder(derive('commands'))
  const claimDigest = hmacUnder(derive('claims'))
  return {
    wrappingId,
    wrap: (key, context) => encryptBytes(wrappingKey, randomBytes(12), key, context).toString('base64url'),
    unwrap: (text, context) => decryptBytes(wrappingKey, Buffer.from(text, 'base64url'), context),
    commandHash: (command) => commandDigest(command).subarray(0, 16).toString('base64url'),
    fingerprint: (scope, value) => claimDigest(JSON.stringify([scope, value])).toString('hex'),
    derive: (purpose) => derive(`for/${purpose}`),
  }
}
