import type { StandingClaim, WrappedKey } from '@skein/engine'
import { type BrokenStore, brokenKeyStore } from './broken-store.js'

export const keyDefects: readonly BrokenStore[] = [
  brokenKeyStore(
    "replaces a person's key",
    ({ add, destroy }) => ({
      add: async (person, key) => {
        await destroy(person)
        return add(person, key)
      },
    }),
    {
      'keys and claims': [
        "keeps a person's first key, also when several are added concurrently",
        'keeps the first secret, and replaces it together with all keys',
      ],
    },
  ),
  brokenKeyStore(
    'returns the given key instead of the stored one',
    ({ add }) => ({
      add: async (person, key) => {
        await add(person, key)
        return key
      },
    }),
    {
      'keys and claims': [
        "keeps a person's first key, also when several are added concurrently",
        'keeps the first secret, and replaces it together with all keys',
      ],
      'multi-process': ['grants a lock, a key and a claim to one handle'],
    },
  ),
  brokenKeyStore(
    'replaces the secret without the keys',
    ({ rewrap }) => ({
      rewrap: (from, to) => rewrap(from, to, (_person, key) => key),
    }),
    { 'keys and claims': ['keeps the first secret, and replaces it together with all keys'] },
  ),
  brokenKeyStore(
    'stores keys under a wrapping key that was replaced',
    ({ add }) => ({ add: (person, key) => add(person, key) }),
    { 'keys and claims': ['keeps the first secret, and replaces it together with all keys'] },
  ),
  brokenKeyStore(
    'finds a destroyed key',
    ({ add, find }) => {
      const remembered = new Map<string, WrappedKey>()
      return {
        add: async (person, key) => {
          const stored = await add(person, key)
          if (stored !== 'rotated') remembered.set(person, stored)
          return stored
        },
        find: async (persons) => {
          const found = new Map(await find(persons))
          for (const person of persons) {
            const key = remembered.get(person)
            if (key !== undefined) found.set(person, key)
          }
          return found
        },
      }
    },
    {
      'keys and claims': [
        "destroys a person's key and claims, and nobody else's",
        'keeps the first secret, and replaces it together with all keys',
      ],
    },
  ),
  brokenKeyStore(
    'does not report whether there was a key to destroy',
    ({ destroy }) => ({
      destroy: async (person) => {
        await destroy(person)
        return true
      },
    }),
    {
      'text keys': ['grants no lock and no claim, and keeps no key, under such a name'],
      'keys and claims': ["destroys a person's key and claims, and nobody else's"],
    },
  ),
  brokenKeyStore(
    'finds keys of other persons as well',
    ({ add, find }) => {
      const all = new Set<string>()
      return {
        add: (person, key) => {
          all.add(person)
          return add(person, key)
        },
        find: (persons) => find(persons.length > 2 ? [...all, ...persons] : persons.length === 0 ? [...all] : persons),
      }
    },
    {
      'keys and claims': [
        'finds the keys that were added, and no others',
        'keeps the first secret, and replaces it together with all keys',
      ],
    },
  ),
  brokenKeyStore(
    'keeps the claims of a destroyed key',
    ({ destroy, claim, claimsOf }) => ({
      destroy: async (person) => {
        const claims = await claimsOf([person])
        const hadKey = await destroy(person)
        for (const { scope, fingerprint, holder } of claims) await claim(scope, fingerprint, holder)
        return hadKey
      },
    }),
    { 'keys and claims': ["destroys a person's key and claims, and nobody else's"] },
  ),
  brokenKeyStore(
    'removes the claims of others with a key',
    ({ destroy, claim, unclaim }) => {
      const all: Omit<StandingClaim, 'since'>[] = []
      return {
        claim: (scope, fingerprint, holder, insteadOf) => {
          all.push({ scope, fingerprint, holder })
          return claim(scope, fingerprint, holder, insteadOf)
        },
        destroy: async (person) => {
          for (const { scope, fingerprint, holder } of all) await unclaim(scope, fingerprint, holder)
          return destroy(person)
        },
      }
    },
    { 'keys and claims': ["destroys a person's key and claims, and nobody else's"] },
  ),
]
