/** What a caller's permissions depend on. The person who took a decision is named in the data of the command (`by`), not here. */
export const roles = ['base', 'township', 'village', 'county', 'auditor'] as const
export type Role = (typeof roles)[number]

/** The authenticated caller of a request. */
export interface Principal {
  /** An id, never a name: it is recorded as the actor of events and is the scope of idempotency keys. */
  readonly subject: string
  readonly roles: readonly Role[]
  /** Statistical codes; each covers itself and every division below it. */
  readonly divisions: 'all' | readonly string[]
  /** May send every command that people send, whatever its roles. Only `insecureDev` sets it. */
  readonly isUnrestricted?: boolean
  /** When the token expires, in seconds since 1970; an open event feed ends then. */
  readonly expiresAt?: number
}

/** Why a request has no principal. */
export interface NotAuthenticated {
  readonly _tag: 'NotAuthenticated'
  /** `missing`: no token; `invalid`: wrong signature, expired, or claims missing; `unavailable`: the keys cannot be fetched now. */
  readonly reason: 'missing' | 'invalid' | 'unavailable'
}

export const notAuthenticated = (reason: NotAuthenticated['reason']): NotAuthenticated => ({
  _tag: 'NotAuthenticated',
  reason,
})

/** Finds the principal of a request. Never throws. */
export type Authenticate = (request: Request) => Promise<Principal | NotAuthenticated>
