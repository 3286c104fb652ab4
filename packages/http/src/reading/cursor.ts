// Cursors of lists. A cursor holds the key of a document, which the reader may not be allowed to know: it is encrypted.
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type { Runtime } from '@skein/engine'
import { malformed, type Problem } from '../problems/problem.js'

const ivBytes = 12
const tagBytes = 16
const algorithm = 'aes-256-gcm'

/** Encrypts cursors with a key that every process on the same store has. */
export class CursorCodec {
  readonly #runtime: Pick<Runtime, 'secretFor'>
  #key: Promise<KeyObject> | undefined

  constructor(runtime: Pick<Runtime, 'secretFor'>) {
    this.#runtime = runtime
  }

  /** @param list what the cursor belongs to; it cannot be used for another list */
  async encode(cursor: string, list: readonly string[]): Promise<string> {
    const key = await this.#getKey()
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv(algorithm, key, iv).setAAD(associatedData(list))
    const encrypted = [cipher.update(cursor, 'utf8'), cipher.final()]
    return Buffer.concat([iv, ...encrypted, cipher.getAuthTag()]).toString('base64url')
  }

  /** Throws a `Problem` for a text that `encode` did not give for this list. */
  async decode(text: string, list: readonly string[]): Promise<string> {
    const bytes = Buffer.from(text, 'base64url')
    // decoding skips what is no base64
    if (bytes.length < ivBytes + tagBytes || bytes.toString('base64url') !== text) throw invalidCursor()
    const key = await this.#getKey()
    const [iv, encrypted, tag] = [
      bytes.subarray(0, ivBytes),
      bytes.subarray(ivBytes, -tagBytes),
      bytes.subarray(-tagBytes),
    ]
    try {
      const decipher = createDecipheriv(algorithm, key, iv).setAAD(associatedData(list)).setAuthTag(tag)
      return decipher.update(encrypted, undefined, 'utf8') + decipher.final('utf8')
    } catch {
      throw invalidCursor()
    }
  }

  #getKey(): Promise<KeyObject> {
    this.#key ??= this.#runtime
      .secretFor('http/cursors')
      .then((secret) => createSecretKey(Buffer.from(secret)))
      .catch((error: unknown) => {
        this.#key = undefined
        throw error
      })
    return this.#key
  }
}

const associatedData = (list: readonly string[]): Buffer => Buffer.from(JSON.stringify(list))

const invalidCursor = (): Problem =>
  malformed(
    'The cursor is not one that this API gave for this list: follow the `Link` to the next page.',
    '游标无效,或不属于此列表:请使用下一页的链接。',
  )
