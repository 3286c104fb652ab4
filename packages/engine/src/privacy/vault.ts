import type { Storage } from '../ports/index.js'
import { type Secrets, secretsFrom } from './master-key.js'
import { PersonKeys } from './person-keys.js'

/** What the master key opens: the digests' keys and the keys of persons. */
export interface Vault {
  readonly secrets: Secrets
  readonly keys: PersonKeys
}

/** A store that dies with the process has one made-up key, whoever works on it. */
const madeUp = new WeakMap<Storage, Secrets>()

const secretsFor = (storage: Storage): Secrets => {
  const secrets = madeUp.get(storage) ?? secretsFrom(undefined, storage.ephemeral)
  madeUp.set(storage, secrets)
  return secrets
}

/**
 * Opens the vault when it is first needed, and checks that the master key is the one that the store was written with.
 * A key that is none is found out at once.
 */
export const vaultOf = (storage: Storage, masterKey: string | undefined): (() => Vault | Promise<Vault>) => {
  const given = masterKey ?? process.env.SKEIN_MASTER_KEY
  const secrets = given === undefined || given === '' ? undefined : secretsFrom(given, storage.ephemeral)
  let opened: Vault | undefined
  let opening: Promise<Vault> | undefined
  const open = async (): Promise<Vault> => {
    const usable = secrets ?? secretsFor(storage)
    const keys = new PersonKeys(storage.keys, storage.name, usable)
    await keys.verify()
    opened = { secrets: usable, keys }
    return opened
  }
  return () => {
    if (opened !== undefined) return opened
    opening ??= open().finally(() => {
      opening = undefined
    })
    return opening
  }
}
