import type { Envelope, Erased } from '@skein/kernel'
import { canonical } from '../integrity/canonical.js'
import { algorithm, checkEnvelope, checksumOf, corruptValue } from '../integrity/envelope-check.js'
import { decryptBytes, encryptBytes } from './aes.js'
import type { PersonKey } from './person-keys.js'

// Permanent: docs/stored-format.md describes an envelope, with test vectors.
const paddingStep = 64
const shortestPadded = 192

/** What an encrypted value belongs to: the stream of its event, and the command and field that brought it. */
export interface EnvelopePlace {
  readonly stream: string
  readonly command: string
  readonly field: string
}

type Names = Omit<Envelope, 'ciphertext'>

/**
 * Encrypts a value under a person's key. The same value at the same place gives the same envelope (the initialisation
 * vector is a keyed digest of what is encrypted), so a decider can see that a command repeats a value of the state.
 */
export const encrypt = (key: PersonKey, { stream, command, field }: EnvelopePlace, value: unknown): Envelope => {
  const { person, keyId } = key
  const names: Names = { algorithm, command, field, keyId, person, stream }
  const context = canonical(names)
  const plain = padded(canonical(value))
  const vector = key.vectorFor(context, plain)
  const encrypted = encryptBytes(key.encryptionKey, vector, plain, context)
  const ciphertext = Buffer.concat([encrypted, checksumOf(context, encrypted)]).toString('base64url')
  // fields in the order of the stored JSON, so that a new envelope and a read one have the same text
  return { algorithm, ciphertext, command, field, keyId, person, stream }
}

/** JSON text followed by spaces, so that its length says little about the value. */
const padded = (text: string): Buffer => {
  const bytes = Buffer.from(text)
  const length = Math.max(shortestPadded, Math.ceil(bytes.length / paddingStep) * paddingStep)
  return Buffer.concat([bytes, Buffer.alloc(length - bytes.length, ' ')])
}

export const erased: Erased = { erased: true }

/** The value in an envelope; `erased` where its key was destroyed. Throws `StorageError` with fault `corrupt` or `newer`. */
export const decrypt = (envelope: Envelope, key: PersonKey | undefined): unknown => {
  const { context, encrypted } = checkEnvelope(envelope)
  if (key === undefined || key.keyId !== envelope.keyId) return erased
  const plain = decryptBytes(key.encryptionKey, encrypted, context)
  if (plain === undefined) throw corruptValue(envelope.person)
  return JSON.parse(plain.toString())
}
