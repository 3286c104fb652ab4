import type { Principal, Role } from '../principal.js'

/**
 * `public`: without a token, at the rate of an address · `probe`: without a token and without a limit ·
 * `token`: with a token; what it shows lies within the token's divisions · `operators`: with a token of all divisions, of
 * one of these roles
 */
export type RouteAccess = 'public' | 'probe' | 'token' | 'operators'

export const operatorRoles: readonly Role[] = ['county', 'auditor']

/** The access to every route, by the pattern of its path. */
export const accessByPath = {
  '/v1/*': 'token',
  '/metrics': 'operators',
  '/openapi.json': 'public',
  '/reference': 'public',
  '/schemas/*': 'public',
  '/problems/*': 'public',
  // they cost nothing, and orchestrators rely on them
  '/healthz': 'probe',
  '/readyz': 'probe',
} as const satisfies Readonly<Record<string, RouteAccess>>

/** The figures of operators are about all divisions. */
export const isOperator = ({ roles, divisions }: Principal): boolean =>
  divisions === 'all' && roles.some((role) => operatorRoles.includes(role))
