import { Id } from '@skein/kernel'
import { z } from 'zod'
import { type Principal, roles } from '../principal.js'

const Code = z.string().regex(/^(\d{6}|\d{9}|\d{12})$/)
const Divisions = z.union([z.literal('*'), Code.transform((code) => [code]), z.array(Code).min(1).max(100)])

/** The claims that a token must have. Only county and auditor may cover every division. */
const Claims = z
  .object({ sub: Id, role: z.enum(roles), division: Divisions, exp: z.number() })
  .refine(({ role, division }) => division !== '*' || role === 'county' || role === 'auditor')

/** The principal that verified claims describe; `undefined` if a claim is missing or does not fit. */
export const principalFrom = (claims: unknown): Principal | undefined => {
  const parsed = Claims.safeParse(claims)
  if (!parsed.success) return undefined
  const { sub, role, division, exp } = parsed.data
  return { subject: sub, roles: [role], divisions: division === '*' ? 'all' : division, expiresAt: exp }
}
