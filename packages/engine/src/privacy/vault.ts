import type { Storage } from '../ports/index.js'
import { type Secrets, secretsFrom } from './master-key.js'
import { PersonKeys } from './person-keys.js'

/** What the master key unlocks: the keys of digests and the keys of persons. */
export interface Vault {
  readonly secrets: Secrets
  readonly keys: PersonKeys
}

/** All runtimes on one ephemeral store share one generated master key. */
const generatedSecrets = new WeakMap<Storage, Secrets>()

const secretsWithoutMasterKey = (storage: Storage): Secrets => {
  const secrets = generatedSecrets.get(storage) ?? secretsFrom(undefined, storage.ephemeral)
  generatedSecrets.set(storage, secrets)
  return secrets
}

/**
 * Returns a function that opens the vault on first use, and checks that the store was written with the same master key.
 * A malformed master key throws `MasterKeyError` at once; a missing one on first use.
 */
export const vaultOf = (storage: Storage, masterKey: string | undefined): (() => Vault | Promise<Vault>) => {
  const hasMasterKey = masterKey !== undefined && masterKey !== ''
  const secrets = hasMasterKey ? secretsFrom(masterKey, storage.ephemeral) : undefined
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
