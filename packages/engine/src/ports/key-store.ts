/** A fingerprint that a holder has claimed in a scope, since an ISO 8601 instant. */
export interface StandingClaim {
  readonly scope: string
  readonly fingerprint: string
  readonly holder: string
  readonly since: string
}

/** A person's key as it is stored: wrapped under the master key. */
export interface WrappedKey {
  readonly keyId: string
  readonly wrapped: string
}

/** The keys of persons, who are named by their streams, and the claims of streams. */
export interface KeyStore {
  /** The keys of these persons; those without a key, or with a destroyed one, are absent. */
  find(persons: readonly string[]): Promise<ReadonlyMap<string, WrappedKey>>
  /** Stores a key for a person who has none. Returns the stored key, which is another one if that was stored first. */
  add(person: string, key: WrappedKey): Promise<WrappedKey>
  /** Destroys a person's key and claims; returns whether there was a key. */
  destroy(person: string): Promise<boolean>
  /**
   * Claims a fingerprint in a scope for a holder, unless another holder has it; the claim of `insteadOf` is taken over.
   * Returns the holder after the call, and since when.
   */
  claim(
    scope: string,
    fingerprint: string,
    holder: string,
    insteadOf?: string,
  ): Promise<{ readonly holder: string; readonly since: string }>
  /** The holder of a fingerprint, if there is one. */
  claimant(scope: string, fingerprint: string): Promise<{ readonly holder: string; readonly since: string } | undefined>
  /** All claims of these holders, in any order. */
  claimsOf(holders: readonly string[]): Promise<readonly StandingClaim[]>
  /** Releases a claim, if `holder` has it. */
  unclaim(scope: string, fingerprint: string, holder: string): Promise<void>
}
