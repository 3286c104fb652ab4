/** Who may be told apart by what they may do. Who decided something is said in the data (`by`), not here. */
export const roles = ['base', 'township', 'village', 'county', 'auditor'] as const
export type Role = (typeof roles)[number]

/** Who sends a request. */
export interface Principal {
  /** An id, never a name: it is recorded as the actor, and idempotency keys belong to it. */
  readonly subject: string
  readonly roles: readonly Role[]
  /** Statistical codes; each stands for itself and all that lies in it. */
  readonly divisions: 'all' | readonly string[]
  /** Until when, in seconds since 1970; a stream of events ends then. */
  readonly expiresAt?: number
}

/** Why nobody is let in. */
export interface NotAuthenticated {
  readonly _tag: 'NotAuthenticated'
  /** `missing`: no token; `invalid`: not one of ours, expired, or without the claims; `unavailable`: its keys can't be had now. */
  readonly reason: 'missing' | 'invalid' | 'unavailable'
}

export const notAuthenticated = (reason: NotAuthenticated['reason']): NotAuthenticated => ({
  _tag: 'NotAuthenticated',
  reason,
})

/** Tells who sends a request. Never throws. */
export type Authenticate = (request: Request) => Promise<Principal | NotAuthenticated>
