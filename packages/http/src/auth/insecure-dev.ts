import { type Authenticate, roles } from '../principal.js'

/**
 * Lets everybody in, as somebody who may do and see everything. For a laptop and made-up data; whoever uses it must have
 * asked for it by name and say so loudly.
 */
export const insecureDev = (): Authenticate => async () => ({ subject: 'insecure-dev', roles, divisions: 'all' })
