import { createRemoteJWKSet, errors, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose'
import { type Authenticate, notAuthenticated, type Role } from '../principal.js'
import { principalOf } from './claims.js'
import { VerifiedTokens } from './verified.js'

export interface JwtAuthOptions {
  /** Where the issuer publishes its public keys. */
  readonly jwksUrl?: string | URL
  /** Or a secret shared with the issuer, at least 32 bytes. */
  readonly secret?: string
  /** Who must have issued a token; default anybody with the key. */
  readonly issuer?: string
  /** Whom a token must be meant for; default anybody. */
  readonly audience?: string
}

/** What was given cannot guard anything. */
export class AuthError extends Error {
  readonly _tag = 'AuthError'
  override readonly name = 'AuthError'
}

/** A public key must never pass for a shared secret, so each way has its own algorithms. */
const shared = ['HS256', 'HS384', 'HS512']
const published = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const leeway = 5

/**
 * Lets in who brings a signed, unexpired token with `sub`, `role` and `division`. Throws `AuthError` where neither keys
 * nor a fit secret are given.
 *
 * @example
 * createHttpApi({ runtime, auth: jwtAuth({ jwksUrl: 'https://login.example.cn/jwks.json', audience: 'skein' }) })
 */
export const jwtAuth = ({ jwksUrl, secret, issuer, audience }: JwtAuthOptions): Authenticate => {
  const options: JWTVerifyOptions = {
    clockTolerance: leeway,
    requiredClaims: ['sub', 'exp'],
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  }
  const key = keyFrom(jwksUrl, secret)
  const verify = async (token: string) =>
    typeof key === 'function'
      ? jwtVerify(token, key, { ...options, algorithms: published })
      : jwtVerify(token, key, { ...options, algorithms: shared })

  const verified = new VerifiedTokens()

  return async (request) => {
    const header = request.headers.get('authorization')
    if (header === null) return notAuthenticated('missing')
    const token = /^bearer +([\w.~+/=-]+)$/i.exec(header)?.[1]
    if (token === undefined) return notAuthenticated('invalid')
    const known = verified.find(token, Date.now())
    if (known !== undefined) return known
    try {
      const { payload } = await verify(token)
      const principal = principalOf(payload)
      if (principal === undefined) return notAuthenticated('invalid')
      verified.remember(token, principal, Date.now())
      return principal
    } catch (error) {
      return notAuthenticated(isAboutToken(error) ? 'invalid' : 'unavailable')
    }
  }
}

const keyFrom = (jwksUrl: string | URL | undefined, secret: string | undefined): JWTVerifyGetKey | Uint8Array => {
  if (jwksUrl !== undefined && secret !== undefined)
    throw new AuthError('Tokens are checked by published keys or by a secret: give one of the two.')
  if (jwksUrl !== undefined) return createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 5000 })
  return secretKey(secret)
}

const secretKey = (secret: string | undefined): Uint8Array => {
  const key = new TextEncoder().encode(secret)
  if (key.length >= 32) return key
  throw new AuthError(
    `Tokens need published keys, or a secret of at least 32 bytes; got ${secret === undefined ? 'neither' : `${key.length} bytes`}. Make a secret with \`openssl rand -base64 48\` and give it in SKEIN_JWT_SECRET.`,
  )
}

const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
  error.code !== errors.JOSEError.code

export interface TokenClaims {
  /** An id, never a name. */
  readonly subject: string
  readonly role: Role
  /** A statistical code, several, or `*` (county and auditor only). */
  readonly division: string | readonly string[]
  readonly hours?: number
  readonly issuer?: string
  readonly audience?: string
}

/** A token signed with the shared secret: for trying out, and for machines. Throws `AuthError` on claims that let nobody in. */
export const issueToken = async (secret: string, claims: TokenClaims): Promise<string> => {
  const { subject, role, division, hours = 12, issuer, audience } = claims
  const now = Math.floor(Date.now() / 1000)
  const said = { sub: subject, role, division, iat: now, exp: now + Math.round(hours * 3600) }
  if (principalOf(said) === undefined)
    throw new AuthError(
      'A token needs an id, a role (base, township, village, county, auditor) and a division of 6, 9 or 12 digits; * is for county and auditor.',
    )
  const token = new SignJWT({ ...said, division: typeof division === 'string' ? division : [...division] })
  token.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
  if (issuer !== undefined) token.setIssuer(issuer)
  if (audience !== undefined) token.setAudience(audience)
  return token.sign(secretKey(secret))
}
