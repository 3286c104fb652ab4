import { type Authenticate, roles } from '../principal.js'

/**
 * Authenticates every request, without a token, as a principal with all roles in all divisions, who may send every command
 * that people send. Only for made-up data on
 * a developer's machine: a program must ask for it explicitly and warn about it.
 */
export const insecureDev = (): Authenticate => async () => ({
  subject: 'insecure-dev',
  roles,
  divisions: 'all',
  isUnrestricted: true,
})
