import type { Storage } from '../ports/index.js'
import { generatedSecrets, type Secrets, secretsFrom } from './master-key.js'
import { PersonKeys } from './person-keys.js'

/** What the master key unlocks: the keys of digests and the keys of persons. */
export interface Vault {
  readonly secrets: Secrets
  readonly keys: PersonKeys
}

/** All runtimes on one ephemeral store share one generated master key, those of the ESM and the CommonJS build too. */
const sharedSecrets = Symbol.for('skein.secretsOfEphemeralStores')

const secretsWithoutMasterKey = (storage: Storage): Secrets => {
  const byStore: WeakMap<Storage, Secrets> = Reflect.get(globalThis, sharedSecrets) ?? new WeakMap()
  Reflect.set(globalThis, sharedSecrets, byStore)
  const secrets = byStore.get(storage) ?? generatedSecrets()
  byStore.set(storage, secrets)
  return secrets
}

/**
 * Returns a function that opens the vault on first use, and checks that the store was written with the same master key.
 * It throws `MasterKeyError` for another one.
 *
 * @param masterKey valid; `undefined` or '' for an ephemeral store
 */
export const vaultOf = (storage: Storage, masterKey: string | undefined): (() => Vault | Promise<Vault>) => {
  const secrets = masterKey ? secretsFrom(masterKey) : undefined
  let vault: Vault | undefined
  let opening: Promise<Vault> | undefined
  const open = async (): Promise<Vault> => {
    const available = secrets ?? secretsWithoutMasterKey(storage)
    const keys = new PersonKeys(storage.keys, storage.name, available)
    await keys.verifyMasterKey()
    vault = { secrets: available, keys }
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
