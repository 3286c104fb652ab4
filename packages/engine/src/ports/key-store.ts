/** A fingerprint that a holder has claimed in a scope, since an ISO 8601 instant. */
export interface StandingClaim {
  readonly scope: string
  readonly fingerprint: string
  readonly holder: string
  readonly since: string
}

/** The secret of a store as it is stored: encrypted by the master key. */
export interface WrappedSecret {
  /** The id of the secret, which never changes. */
  readonly id: string
  /** The id of the wrapping key that is stored with it; rotation replaces it. */
  readonly wrappingId: string
  readonly wrapped: string
}

/** A person's key as it is stored: encrypted by the wrapping key. */
export interface WrappedKey {
  readonly keyId: string
  readonly wrapped: string
}

/** The secret of a store, the keys of persons, who are named by their streams, and the claims of streams. */
export interface KeyStore {
  secret(): Promise<WrappedSecret | undefined>
  /** Stores a secret where there is none. Returns the stored one, which is another one if that was stored first. */
  addSecret(secret: WrappedSecret): Promise<WrappedSecret>
  /**
   * Replaces the secret whose wrapping key is `from`, and every key of a person by what `rewrap` makes of it, in one
   * transaction. Returns the number of keys; changes nothing and returns `'rotated'` if the wrapping key is another one.
   */
  rewrap(
    from: string,
    to: WrappedSecret,
    rewrap: (person: string, key: WrappedKey) => WrappedKey,
  ): Promise<number | 'rotated'>
  /** The keys of these persons; those without a key, or with a destroyed one, are absent. */
  find(persons: readonly string[]): Promise<ReadonlyMap<string, WrappedKey>>
  /**
   * Stores a key for a person who has none. Returns the stored key, which is another one if that was stored first.
   * With `wrappingId` it stores nothing and returns `'rotated'` if the secret has another wrapping key by now.
   */
  add(person: string, key: WrappedKey, wrappingId?: string): Promise<WrappedKey | 'rotated'>
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
