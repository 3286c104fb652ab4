import type { Envelope, Erased } from '@skein/kernel'
import { canonical } from '../integrity/canonical.js'
import { StorageError } from '../ports/storage-error.js'
import { decipher, encipher } from './master-key.js'
import type { PersonKey } from './person-keys.js'

// Permanent: a sealed text is `1.<key id>.<field>.<base64url of vector, cipher text, tag>`, AES-256-GCM over the RFC 8785
// JSON of the value, bound to the person and the field.
const format = '1'

/**
 * Seals a value under a person's key. The same value gives the same envelope (its initialisation vector is told from
 * what is sealed), so that `decide` sees whether a command says again what holds.
 */
export const encrypt = (key: PersonKey, field: string, value: unknown): Envelope => {
  const bound = boundTo(key.person, field)
  const plain = canonical(value)
  const iv = Buffer.from(key.vectorOf(JSON.stringify([bound, plain])), 'hex').subarray(0, 12)
  const sealed = encipher(key.cipher, iv, Buffer.from(plain), bound).toString('base64url')
  return { of: key.person, sealed: [format, key.keyId, field, sealed].join('.') }
}

export const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === 'object' &&
  value !== null &&
  'of' in value &&
  'sealed' in value &&
  typeof value.of === 'string' &&
  typeof value.sealed === 'string' &&
  Object.keys(value).length === 2

const erased: Erased = { erased: true }

/** What an envelope holds; `erased` where its key is gone. */
const decrypt = ({ of, sealed }: Envelope, key: PersonKey | undefined): unknown => {
  const [version, keyId, field = '', text = ''] = sealed.split('.')
  if (version !== format)
    throw new StorageError('newer', `A value of ${of} is sealed in a form that this program does not know.`)
  if (key?.keyId !== keyId || key === undefined) return erased
  const plain = decipher(key.cipher, Buffer.from(text, 'base64url'), boundTo(of, field))
  if (plain === undefined)
    throw new StorageError('corrupt', `A sealed value of ${of} is damaged: it is not what its key sealed.`)
  return JSON.parse(plain.toString())
}

const boundTo = (person: string, field: string): string => JSON.stringify([person, field])

/** Gives the keys of persons; those whose key is gone are absent. */
export type FindKeys = (persons: readonly string[]) => Promise<ReadonlyMap<string, PersonKey>>

/** Any JSON value with its envelopes opened, as far as their keys stand. */
export const decryptAll = async (value: unknown, find: FindKeys): Promise<unknown> => {
  const asked = new Set<string>()
  const keys = new Map<string, PersonKey>()
  // an envelope may hold another person's envelope, so keys are asked for until none is missing
  while (true) {
    const missing = new Set<string>()
    const open = (part: unknown): unknown => {
      if (isEnvelope(part)) {
        if (asked.has(part.of)) return open(decrypt(part, keys.get(part.of)))
        missing.add(part.of)
        return part
      }
      if (Array.isArray(part)) return part.map(open)
      if (typeof part !== 'object' || part === null) return part
      return Object.fromEntries(Object.entries(part).map(([key, field]) => [key, open(field)]))
    }
    const opened = open(value)
    if (missing.size === 0) return opened
    for (const [person, key] of await find([...missing])) keys.set(person, key)
    for (const person of missing) asked.add(person)
  }
}
