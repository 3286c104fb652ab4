// Cursors of lists. A cursor holds the key of a document, which the reader may not be allowed to know: it is encrypted.
import type { Runtime } from '@skein/engine'
import { malformed, type Problem } from '../problems/problem.js'

type CryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

const ivBytes = 12
const algorithm = 'AES-GCM'

/** Encrypts cursors with a key that every process on the same store has. */
export class CursorCodec {
  readonly #runtime: Pick<Runtime, 'secretFor'>
  #key: Promise<CryptoKey> | undefined

  constructor(runtime: Pick<Runtime, 'secretFor'>) {
    this.#runtime = runtime
  }

  /** @param list what the cursor belongs to; it cannot be used for another list */
  async encode(cursor: string, list: readonly string[]): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
    const encrypted = await crypto.subtle.encrypt(parametersOf(iv, list), await this.#getKey(), bytesOf(cursor))
    return base64UrlOf(Uint8Array.of(...iv, ...new Uint8Array(encrypted)))
  }

  /** Throws a `Problem` for a text that `encode` did not give for this list. */
  async decode(text: string, list: readonly string[]): Promise<string> {
    const bytes = bytesOfBase64Url(text)
    if (bytes === undefined) throw invalidCursor()
    const key = await this.#getKey()
    try {
      const parameters = parametersOf(bytes.slice(0, ivBytes), list)
      return new TextDecoder().decode(await crypto.subtle.decrypt(parameters, key, bytes.slice(ivBytes)))
    } catch {
      throw invalidCursor()
    }
  }

  #getKey(): Promise<CryptoKey> {
    this.#key ??= this.#importKey().catch((error: unknown) => {
      this.#key = undefined
      throw error
    })
    return this.#key
  }

  async #importKey(): Promise<CryptoKey> {
    const secret = await this.#runtime.secretFor('http/cursors')
    return crypto.subtle.importKey('raw', Uint8Array.from(secret), algorithm, false, ['encrypt', 'decrypt'])
  }
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

const parametersOf = (iv: Uint8Array<ArrayBuffer>, list: readonly string[]) => ({
  name: algorithm,
  iv,
  additionalData: bytesOf(JSON.stringify(list)),
})

const base64UrlOf = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const bytesOfBase64Url = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(binary, (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

const invalidCursor = (): Problem =>
  malformed(
    'The cursor is not one that this API gave for this list: follow the `Link` to the next page.',
    '游标无效,或不属于此列表:请使用下一页的链接。',
  )
