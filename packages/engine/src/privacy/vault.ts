import type { Environment, KeyStore, Storage } from '../ports/index.js'
import { generatedProvider, type KeyProvider, providerOf } from './key-provider.js'
import { PersonKeys } from './person-keys.js'
import { openSecret, type Secrets, secretsOf } from './store-secret.js'

/** What the master key unlocks: the secret of the store, and the keys of persons. */
export interface Vault {
  readonly secrets: Secrets
  readonly keys: PersonKeys
}

/**
 * All runtimes on one ephemeral store share one generated master key, those of the ESM and the CommonJS build too, and those
 * on a wrapper around it.
 */
const sharedProviders = Symbol.for('skein.keyProvidersOfEphemeralStores')

const providerWithoutMasterKey = ({ keys }: Storage): KeyProvider => {
  const byStore: WeakMap<KeyStore, KeyProvider> = Reflect.get(globalThis, sharedProviders) ?? new WeakMap()
  Reflect.set(globalThis, sharedProviders, byStore)
  const provider = byStore.get(keys) ?? generatedProvider()
  byStore.set(keys, provider)
  return provider
}

/** A master key: 32 bytes in base64, or what holds it. */
export type MasterKey = string | KeyProvider

export const keyProviderOf = (storage: Storage, masterKey: MasterKey | undefined): KeyProvider => {
  if (typeof masterKey === 'object') return masterKey
  return masterKey ? providerOf(masterKey) : providerWithoutMasterKey(storage)
}

/**
 * Returns a function that opens the vault on first use. It throws `MasterKeyError` if the store was written with another
 * master key.
 *
 * @param masterKey valid; `undefined` or '' for an ephemeral store
 */
export const vaultOf = (
  storage: Storage,
  masterKey: MasterKey | undefined,
  environment: Pick<Environment, 'randomBytes'>,
): (() => Vault | Promise<Vault>) => {
  let vault: Vault | undefined
  let opening: Promise<Vault> | undefined
  const open = async (): Promise<Vault> => {
    const secret = await openSecret(storage.keys, storage.name, keyProviderOf(storage, masterKey), environment)
    const secrets = secretsOf(secret)
    vault = { secrets, keys: new PersonKeys(storage.keys, storage.name, secrets, environment) }
    return vault
  }
  return () => {
    if (vault !== undefined) return vault
    opening ??= open().finally(() => {
      opening = undefined
    })
    return opening
  }
}
