import { createCipheriv, createDecipheriv } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const vectorLength = 12
const tagLength = 16

/** Encrypts with AES-256-GCM: initialisation vector, encrypted bytes and tag in one. `context` is the additional data. */
export const encryptBytes = (key: Uint8Array, vector: Uint8Array, plain: Uint8Array, context: string): Buffer => {
  const cipher = createCipheriv(algorithm, key, vector).setAAD(Buffer.from(context))
  return Buffer.concat([vector, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** The plain bytes; `undefined` where the key, the context or any byte differs from those of the encryption. */
export const decryptBytes = (key: Uint8Array, encrypted: Uint8Array, context: string): Buffer | undefined => {
  if (encrypted.length < vectorLength + tagLength) return undefined
  const vector = encrypted.subarray(0, vectorLength)
  const decipher = createDecipheriv(algorithm, key, vector, { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(context)).setAuthTag(encrypted.subarray(-tagLength))
  try {
    return Buffer.concat([decipher.update(encrypted.subarray(vectorLength, -tagLength)), decipher.final()])
  } catch {
    return undefined
  }
}
