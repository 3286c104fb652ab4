import type { Storage, WrappedKey } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import { keyContext } from './person-keys.js'
import { otherMasterKey, rewrapped, secretsOf, unwrapSecret } from './store-secret.js'
import { keyProviderOf, type MasterKey } from './vault.js'

export interface KeyRotation {
  /** The master key of the store until now. */
  readonly from: MasterKey
  /** The master key from now on. */
  readonly to: MasterKey
}

export interface RotatedKeys {
  /** The number of persons whose keys were encrypted again; 0 where the store has the new master key already. */
  readonly persons: number
  readonly isRotated: boolean
}

/**
 * Gives a store another master key: its secret and the keys of persons are encrypted again, in one transaction. Events
 * stay as they are, and so does what is derived from the secret: repeated commands and known values are still
 * recognised. Programs that run with the old master key can no longer store keys; restart them with the new one.
 * Throws `MasterKeyError` if `from` is not the store's master key.
 *
 * @example
 * await rotateKeys(storage, { from: oldMasterKey, to: newMasterKey })
 */
export const rotateKeys = async (storage: Storage, { from, to }: KeyRotation): Promise<RotatedKeys> => {
  const { keys, name } = storage
  const next = keyProviderOf(storage, to)
  for (;;) {
    const stored = await keys.secret()
    if (stored === undefined) throw noSecret(name)
    const current = await unwrapSecret(stored, keyProviderOf(storage, from))
    if (current === undefined) {
      if ((await unwrapSecret(stored, next)) !== undefined) return { persons: 0, isRotated: false }
      throw otherMasterKey(name)
    }
    const renewed = await rewrapped(current, next)
    const [before, after] = [secretsOf(current), secretsOf(renewed)]
    const persons = await keys.rewrap(stored.wrappingId, renewed.stored, (person, { keyId, wrapped }): WrappedKey => {
      const context = keyContext(person, keyId)
      const key = before.unwrap(wrapped, context)
      if (key === undefined) throw damagedKey(name, person)
      return { keyId, wrapped: after.wrap(key, context) }
    })
    // another rotation was faster: begin again with what it left
    if (persons !== 'rotated') return { persons, isRotated: true }
  }
}

const noSecret = (name: string): StorageError =>
  new StorageError('missing', {
    en: `${name} holds no keys yet, so there is nothing to rotate: it takes the master key of its first command.`,
    zh: `${name} 尚无密钥,无需轮换:首个命令所用的主密钥即为其主密钥。`,
  })

const damagedKey = (name: string, person: string): StorageError =>
  new StorageError('corrupt', {
    en: `The key of ${person} in ${name} is damaged. Nothing was rotated. Restore a backup of the keys.`,
    zh: `${name} 中 ${person} 的密钥已损坏,未做任何轮换。请恢复密钥的备份。`,
  })
