import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { hmacUnder } from './hmac.js'

/** There is no master key, it is not one, or it is not the one that this store was written with. */
export class MasterKeyError extends Error {
  readonly _tag = 'MasterKeyError'
  override readonly name = 'MasterKeyError'
}

const howToMakeOne = 'Make one with `openssl rand -base64 32`, keep it safe, and give it in SKEIN_MASTER_KEY.'

/** What the engine derives from the master key; the key itself is not kept. */
export interface Secrets {
  /** Wraps a key so that it can be kept beside others: only the same `bound` text unwraps it. */
  wrap(key: Buffer, bound: string): string
  /** `undefined` where another master key wrapped it, or it is damaged. */
  unwrap(wrapped: string, bound: string): Buffer | undefined
  commandHash(canonicalCommand: string): string
  fingerprint(scope: string, value: string): string
  /** 32 bytes for one purpose outside of the engine. */
  derive(purpose: string): Buffer
}

/** Reads the key that is given, or makes one up where nothing outlives the process. */
export const secretsFrom = (masterKey: string | undefined, ephemeral: boolean): Secrets => {
  if (masterKey !== undefined && masterKey !== '') return secretsOf(decoded(masterKey))
  if (ephemeral) return secretsOf(randomBytes(32))
  throw new MasterKeyError(`Personal values and command ids need a master key, and there is none. ${howToMakeOne}`)
}

const decoded = (masterKey: string): Buffer => {
  const key = Buffer.from(masterKey, 'base64')
  if (key.length !== 32 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(masterKey.trim()))
    throw new MasterKeyError(`The master key must be 32 bytes in base64; it is not. ${howToMakeOne}`)
  return key
}

const secretsOf = (master: Buffer): Secrets => {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', master, '', `skein/${purpose}`, 32))
  const wrapping = derive('wrap')
  const claimed = hmacUnder(derive('claims'))
  return {
    wrap: (key, bound) => encipher(wrapping, randomBytes(12), key, bound).toString('base64url'),
    unwrap: (wrapped, bound) => decipher(wrapping, Buffer.from(wrapped, 'base64url'), bound),
    commandHash: hmacUnder(derive('commands')),
    fingerprint: (scope, value) => claimed(JSON.stringify([scope, value])),
    derive: (purpose) => derive(`for/${purpose}`),
  }
}

/** AES-256-GCM: initialisation vector, cipher text and tag in one. */
export const encipher = (key: Buffer, iv: Buffer, plain: Buffer, bound: string): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound))
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** `undefined` where the key, the bound text or any byte is another. */
export const decipher = (key: Buffer, sealed: Buffer, bound: string): Buffer | undefined => {
  if (sealed.length < 28) return undefined
  const tag = sealed.subarray(-16)
  const opening = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
  opening.setAAD(Buffer.from(bound)).setAuthTag(tag)
  try {
    return Buffer.concat([opening.update(sealed.subarray(12, -16)), opening.final()])
  } catch {
    return undefined
  }
}
