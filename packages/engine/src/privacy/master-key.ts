import { hkdfSync, randomBytes } from 'node:crypto'
import { decryptBytes, encryptBytes } from './aes.js'
import { hmacUnder } from './hmac.js'
import { MasterKeyError } from './master-key-error.js'

const remedy = {
  en: 'Make one with `openssl rand -base64 32`, keep it safe, and pass it as `masterKey`.',
  zh: '可用 `openssl rand -base64 32` 生成,妥善保管,并以 `masterKey` 传入。',
}

/** What the engine derives from the master key; the key itself is not kept. */
export interface Secrets {
  /** Encrypts a key for storage; only the same `context` decrypts it. */
  wrap(key: Buffer, context: string): string
  /** `undefined` where another master key wrapped it, or it is damaged. */
  unwrap(wrapped: string, context: string): Buffer | undefined
  commandHash(canonicalCommand: string): string
  fingerprint(scope: string, value: string): string
  /** 32 bytes for one purpose outside of the engine. */
  derive(purpose: string): Buffer
}

/** Parses the given master key; generates one where there is none and the store is ephemeral. */
export const secretsFrom = (masterKey: string | undefined, ephemeral: boolean): Secrets => {
  if (masterKey !== undefined && masterKey !== '') return secretsOf(parse(masterKey))
  if (ephemeral) return secretsOf(randomBytes(32))
  throw new MasterKeyError({
    en: `Personal values and command ids need a master key, and there is none. ${remedy.en}`,
    zh: `加密个人信息和核对命令编号需要主密钥,但未提供。${remedy.zh}`,
  })
}

const parse = (masterKey: string): Buffer => {
  const key = Buffer.from(masterKey, 'base64')
  if (key.length === 32 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(masterKey.trim())) return key
  throw new MasterKeyError({
    en: `The master key is not 32 bytes in base64. ${remedy.en}`,
    zh: `主密钥不是 base64 编码的 32 字节。${remedy.zh}`,
  })
}

// Permanent: the names of the purposes.
const secretsOf = (masterKey: Buffer): Secrets => {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', masterKey, '', `skein/${purpose}`, 32))
  const wrappingKey = derive('wrap')
  const commandDigest = hmacUnder(derive('commands'))
  const claimDigest = hmacUnder(derive('claims'))
  return {
    wrap: (key, context) => encryptBytes(wrappingKey, randomBytes(12), key, context).toString('base64url'),
    unwrap: (wrapped, context) => decryptBytes(wrappingKey, Buffer.from(wrapped, 'base64url'), context),
    commandHash: (command) => commandDigest(command).toString('hex'),
    fingerprint: (scope, value) => claimDigest(JSON.stringify([scope, value])).toString('hex'),
    derive: (purpose) => derive(`for/${purpose}`),
  }
}
