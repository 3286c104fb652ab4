import { AuthError } from './auth-error.js'

const minimumBytes = 32

/** A secret as the key of HMAC signatures. Throws `AuthError` if it is missing or short enough to be guessed. */
export const keyFromSecret = (secret: string | undefined): Uint8Array => {
  const key = new TextEncoder().encode(secret)
  if (key.length >= minimumBytes) return key
  const isMissing = secret === undefined
  throw new AuthError({
    en: `Tokens need published keys, or a secret of at least ${minimumBytes} bytes; got ${isMissing ? 'neither' : `${key.length} bytes`}. Make a secret with \`openssl rand -base64 48\` and set it as SKEIN_JWT_SECRET.`,
    zh: `校验令牌需要公布的密钥,或至少 ${minimumBytes} 字节的密钥;${isMissing ? '两者均未提供' : `现为 ${key.length} 字节`}。请用 \`openssl rand -base64 48\` 生成密钥,并设为 SKEIN_JWT_SECRET。`,
  })
}
