import type { Envelope, Erased } from '@skein/kernel'
import { canonical } from '../integrity/canonical.js'
import { StorageError } from '../ports/storage-error.js'
import { decryptBytes, encryptBytes } from './aes.js'
import type { PersonKey } from './person-keys.js'

// Permanent: a ciphertext is `1.<key id>.<field>.<base64url of initialisation vector, encrypted bytes, tag>`. The bytes
// are the value as RFC 8785 JSON, encrypted with AES-256-GCM; the person and the field are its additional data.
const format = '1'

/**
 * Encrypts a value under a person's key. The same value gives the same envelope (the initialisation vector is a keyed
 * digest of what is encrypted), so a decider can see that a command repeats a value that the state already has.
 */
export const encrypt = (key: PersonKey, field: string, value: unknown): Envelope => {
  const context = contextOf(key.person, field)
  const plain = canonical(value)
  const vector = Buffer.from(key.vectorFor(JSON.stringify([context, plain])), 'hex').subarray(0, 12)
  const bytes = encryptBytes(key.encryptionKey, vector, Buffer.from(plain), context).toString('base64url')
  // fields in the order of the stored JSON, so that a new envelope and a read one have the same text
  return { ciphertext: [format, key.keyId, field, bytes].join('.'), person: key.person }
}

export const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === 'object' &&
  value !== null &&
  'person' in value &&
  'ciphertext' in value &&
  typeof value.person === 'string' &&
  typeof value.ciphertext === 'string' &&
  Object.keys(value).length === 2

const erased: Erased = { erased: true }

/** The value in an envelope; `erased` where its key was destroyed. */
const decrypt = ({ person, ciphertext }: Envelope, key: PersonKey | undefined): unknown => {
  const [version, keyId, field = '', bytes = ''] = ciphertext.split('.')
  if (version !== format)
    throw new StorageError('newer', {
      en: `A value of ${person} is encrypted in a format that this program does not know. Use a newer version of it.`,
      zh: `${person} 的一项信息以本程序不认识的格式加密。请使用更新的版本。`,
    })
  if (key?.keyId !== keyId || key === undefined) return erased
  const plain = decryptBytes(key.encryptionKey, Buffer.from(bytes, 'base64url'), contextOf(person, field))
  if (plain === undefined)
    throw new StorageError('corrupt', {
      en: `An encrypted value of ${person} is damaged: its bytes were changed after it was encrypted. Restore a backup.`,
      zh: `${person} 的一项加密信息已损坏:加密之后内容被改动。请恢复备份。`,
    })
  return JSON.parse(plain.toString())
}

/** What an envelope's bytes are bound to: they decrypt only as this person's value of this field. */
const contextOf = (person: string, field: string): string => JSON.stringify([person, field])

/** Finds the keys of persons; those whose key was destroyed are absent. */
export type FindKeys = (persons: readonly string[]) => Promise<ReadonlyMap<string, PersonKey>>

/** Any JSON value with its envelopes decrypted, `erased` where their key was destroyed. */
export const decryptAll = async (value: unknown, find: FindKeys): Promise<unknown> => {
  const searched = new Set<string>()
  const keys = new Map<string, PersonKey>()
  // an envelope may hold another person's envelope, so look for keys until none is missing
  while (true) {
    const missing = new Set<string>()
    const decryptPart = (part: unknown): unknown => {
      if (isEnvelope(part)) {
        if (searched.has(part.person)) return decryptPart(decrypt(part, keys.get(part.person)))
        missing.add(part.person)
        return part
      }
      if (Array.isArray(part)) return part.map(decryptPart)
      if (typeof part !== 'object' || part === null) return part
      return Object.fromEntries(Object.entries(part).map(([key, field]) => [key, decryptPart(field)]))
    }
    const decrypted = decryptPart(value)
    if (missing.size === 0) return decrypted
    for (const [person, key] of await find([...missing])) keys.set(person, key)
    for (const person of missing) searched.add(person)
  }
}
