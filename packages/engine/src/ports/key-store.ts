/** A fingerprint that a holder has in a scope, since an ISO 8601 instant. */
export interface StandingClaim {
  readonly scope: string
  readonly fingerprint: string
  readonly holder: string
  readonly since: string
}

/** A person's key as it is kept: wrapped under the master key. */
export interface WrappedKey {
  readonly keyId: string
  readonly wrapped: string
}

export interface KeyStore {
  /** The keys of these persons (streams); those without one, or with a destroyed one, are absent. */
  find(persons: readonly string[]): Promise<ReadonlyMap<string, WrappedKey>>
  /** Keeps a key for a person who has none, and gives the one that stands (another's, when that was first). */
  add(person: string, key: WrappedKey): Promise<WrappedKey>
  /** Destroys a person's key and claims; gives whether there was a key. */
  destroy(person: string): Promise<boolean>
  /** Claims a fingerprint in a scope for a holder, unless somebody has it (or `insteadOf` has); gives who holds it now, and since when. */
  claim(
    scope: string,
    fingerprint: string,
    holder: string,
    insteadOf?: string,
  ): Promise<{ readonly holder: string; readonly since: string }>
  /** Who holds it, if anybody. */
  claimant(scope: string, fingerprint: string): Promise<{ readonly holder: string; readonly since: string } | undefined>
  /** All that these holders claim, in any order. */
  claimsOf(holders: readonly string[]): Promise<readonly StandingClaim[]>
  /** Gives a claim back, if `holder` has it. */
  unclaim(scope: string, fingerprint: string, holder: string): Promise<void>
}
