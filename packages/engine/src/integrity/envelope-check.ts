// What can be seen of an encrypted value without any key.
import { hash } from 'node:crypto'
import type { Envelope } from '@skein/kernel'
import { StorageError } from '../ports/storage-error.js'
import { canonical } from './canonical.js'

// Permanent: docs/stored-format.md describes an envelope, with test vectors.
export const algorithm = 'A256GCM'
const checksumLength = 6

/** Distinguishes damage from a destroyed key; it needs no key. */
export const checksumOf = (context: string, encrypted: Buffer): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(context), encrypted]), 'buffer').subarray(0, checksumLength)

/** Checks an envelope without any key, and returns its encrypted bytes. Throws `StorageError` with fault `corrupt` or `newer`. */
export const checkEnvelope = (envelope: Envelope): { readonly context: string; readonly encrypted: Buffer } => {
  const { ciphertext, ...rest } = envelope
  const context = canonical(rest)
  const bytes = Buffer.from(ciphertext, 'base64url')
  const encrypted = bytes.subarray(0, -checksumLength)
  const isWhole =
    bytes.toString('base64url') === ciphertext && bytes.subarray(-checksumLength).equals(checksumOf(context, encrypted))
  if (!isWhole) throw corruptValue(envelope.person)
  if (envelope.algorithm !== algorithm)
    throw new StorageError('newer', {
      en: `A value of ${envelope.person} is encrypted by ${envelope.algorithm}, which this program does not know. Use a newer version of it.`,
      zh: `${envelope.person} 的一项信息以本程序不认识的算法 ${envelope.algorithm} 加密。请使用更新的版本。`,
    })
  return { context, encrypted }
}

export const corruptValue = (person: string): StorageError =>
  new StorageError('corrupt', {
    en: `An encrypted value of ${person} is damaged: it was changed after it was encrypted. Restore a backup.`,
    zh: `${person} 的一项加密信息已损坏:加密之后内容被改动。请恢复备份。`,
  })

/** An intact envelope that is not where it belongs. */
export const misplacedValue = (person: string, stream: string, field: string): StorageError =>
  new StorageError('corrupt', {
    en: `${field} of ${stream} holds an encrypted value of ${person} that belongs elsewhere: it was moved after it was encrypted. Restore a backup.`,
    zh: `${stream} 的 ${field} 中有 ${person} 的加密信息,但它属于别处:加密之后被移动。请恢复备份。`,
  })
