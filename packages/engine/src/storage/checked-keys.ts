import type { KeyStore } from '../ports/index.js'
import { isStorableText } from '../primitives/storable-text.js'
import { assertStorable } from './append-outcome.js'

/** The same as `checkedReadModels`, for keys and claims. */
export const checkedKeys = (keys: KeyStore): KeyStore => ({
  secret: () => keys.secret(),
  addSecret: (secret) => keys.addSecret(secret),
  rewrap: (from, to, rewrap) => keys.rewrap(from, to, rewrap),
  find: (persons) => keys.find(persons.filter(isStorableText)),
  async add(person, key, wrappingId) {
    assertStorable([person])
    return keys.add(person, key, wrappingId)
  },
  destroy: async (person) => isStorableText(person) && keys.destroy(person),
  async claim(scope, fingerprint, holder, insteadOf) {
    assertStorable([scope, fingerprint, holder])
    return keys.claim(
      scope,
      fingerprint,
      holder,
      insteadOf !== undefined && isStorableText(insteadOf) ? insteadOf : undefined,
    )
  },
  async claimant(scope, fingerprint) {
    if (isStorableText(scope) && isStorableText(fingerprint)) return keys.claimant(scope, fingerprint)
    await keys.find([])
    return undefined
  },
  claimsOf: (holders) => keys.claimsOf(holders.filter(isStorableText)),
  async unclaim(scope, fingerprint, holder) {
    if ([scope, fingerprint, holder].every(isStorableText)) await keys.unclaim(scope, fingerprint, holder)
  },
})
