import { checkOptions } from '@skein/kernel'
import {
  decodeProtectedHeader,
  errors,
  type JWTHeaderParameters,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose'
import { jwtAuthOptions } from '../option-types.js'
import { type Authenticate, notAuthenticated } from '../principal.js'
import { AuthError } from './auth-error.js'
import { principalFrom } from './claims.js'
import { PublishedKeys } from './published-keys.js'
import { keyFromSecret } from './shared-secret.js'
import { VerifiedTokenCache } from './verified-token-cache.js'

export interface JwtAuthOptions {
  /** Where the issuer publishes its public keys. */
  readonly jwksUrl?: string | URL
  /** Or a secret shared with the issuer, at least 32 bytes. */
  readonly secret?: string
  /** The required issuer; default any issuer that has the key. */
  readonly issuer?: string
  /** The required audience; default any. */
  readonly audience?: string
}

/** Each kind of key has its own algorithms, so that a public key can never be used as a shared secret. */
const secretAlgorithms = ['HS256', 'HS384', 'HS512']
const publicKeyAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]
const clockToleranceSeconds = 5

/**
 * Accepts signed, unexpired tokens with `sub`, `role` and `division`. Throws `AuthError` unless it gets either the
 * address of published keys or a long enough secret. A key that its issuer withdraws is accepted for a minute and a half
 * at most; while the issuer cannot be reached, its last keys are accepted for a quarter of an hour.
 *
 * @example
 * createHttpApi({ runtime, auth: jwtAuth({ jwksUrl: 'https://login.example.cn/jwks.json', audience: 'skein' }) })
 */
export const jwtAuth = (given: JwtAuthOptions): Authenticate => {
  checkOptions('jwtAuth', given, jwtAuthOptions)
  const { jwksUrl, secret, issuer, audience } = given
  const options: JWTVerifyOptions = {
    clockTolerance: clockToleranceSeconds,
    requiredClaims: ['sub', 'exp'],
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  }
  const verify = verifierOf(jwksUrl, secret, options)
  const verified = new VerifiedTokenCache()

  return async (request) => {
    const header = request.headers.get('authorization')
    if (header === null) return notAuthenticated('missing')
    const token = /^bearer +([\w.~+/=-]+)$/i.exec(header)?.[1]
    if (token === undefined) return notAuthenticated('invalid')
    const cached = verified.get(token, Date.now())
    if (cached !== undefined) return cached
    try {
      const principal = principalFrom(await verify(token))
      if (principal === undefined) return notAuthenticated('invalid')
      verified.set(token, principal, Date.now())
      return principal
    } catch (error) {
      return notAuthenticated(isTokenInvalid(error) ? 'invalid' : 'unavailable')
    }
  }
}

/** Verifies a token and returns its claims. */
type Verify = (token: string) => Promise<JWTPayload>

const verifierOf = (
  jwksUrl: string | URL | undefined,
  secret: string | undefined,
  options: JWTVerifyOptions,
): Verify => {
  if (jwksUrl !== undefined && secret !== undefined)
    throw new AuthError({
      en: 'Tokens are verified with published keys or with a secret: give one of the two, got both.',
      zh: '令牌以公布的密钥或共享密钥校验:请只提供其中之一,现两者都有。',
    })
  if (jwksUrl !== undefined) return verifierByKeys(new PublishedKeys(new URL(jwksUrl)), options)
  const key = keyFromSecret(secret)
  return async (token) => (await jwtVerify(token, key, { ...options, algorithms: secretAlgorithms })).payload
}

/** Tries every key that may have signed the token: an issuer may have several, and tokens need not name one. */
const verifierByKeys =
  (keys: PublishedKeys, options: JWTVerifyOptions): Verify =>
  async (token) => {
    const [protectedHeader = '', payload = '', signature = ''] = token.split('.')
    const jws = { protected: protectedHeader, payload, signature }
    let failure: unknown = new errors.JWSSignatureVerificationFailed()
    for await (const key of keys.matching(decodeProtectedHeader(token) as JWTHeaderParameters, jws))
      try {
        return (await jwtVerify(token, key, { ...options, algorithms: publicKeyAlgorithms })).payload
      } catch (error) {
        // another key may fit; any other failure is about the token
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error
        failure = error
      }
    throw failure
  }

/** Whether a verification failed because of the token, not because the keys could not be fetched. */
const isTokenInvalid = (error: unknown): boolean =>
  // a token that cannot be taken apart is a TypeError
  error instanceof TypeError || (error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid))
