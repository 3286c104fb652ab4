import { SignJWT } from 'jose'
import { type Role, roles } from '../principal.js'
import { AuthError } from './auth-error.js'
import { principalFrom } from './claims.js'
import { keyFromSecret } from './shared-secret.js'

export interface TokenClaims {
  /** An id, never a name. */
  readonly subject: string
  readonly role: Role
  /** A statistical code, several, or `*` (county and auditor only). */
  readonly division: string | readonly string[]
  /** How long the token is valid; default 12. */
  readonly hours?: number
  readonly issuer?: string
  readonly audience?: string
}

/**
 * Signs a token with the shared secret: for development, and for machines. Throws `AuthError` on claims that `jwtAuth`
 * would not accept.
 */
export const issueToken = async (secret: string, claims: TokenClaims): Promise<string> => {
  const { subject, role, division, hours = 12, issuer, audience } = claims
  const now = Math.floor(Date.now() / 1000)
  const payload = { sub: subject, role, division, iat: now, exp: now + Math.round(hours * 3600) }
  if (principalFrom(payload) === undefined)
    throw new AuthError({
      en: `A token needs an id, a role (${roles.join(', ')}) and a division of 6, 9 or 12 digits; * is for county and auditor.`,
      zh: `令牌需要标识、角色(${roles.join('、')})和 6、9 或 12 位的区划代码;* 仅用于 county 与 auditor。`,
    })
  const token = new SignJWT({ ...payload, division: typeof division === 'string' ? division : [...division] })
  token.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
  if (issuer !== undefined) token.setIssuer(issuer)
  if (audience !== undefined) token.setAudience(audience)
  return token.sign(keyFromSecret(secret))
}
