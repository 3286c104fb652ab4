import type { StandingClaim, WrappedKey } from '@skein/engine'
import { type BrokenStore, brokenKeyStore } from './broken-store.js'
import { letOthersRun } from './changed-store.js'

export const keyDefects: readonly BrokenStore[] = [
  brokenKeyStore(
    "replaces a person's key",
    ({ add, destroy }) => ({
      add: async (person, key) => {
        await destroy(person)
        return add(person, key)
      },
    }),
    { 'keys and claims': ["keeps a person's first key, also when several are added concurrently"] },
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
      'keys and claims': ["keeps a person's first key, also when several are added concurrently"],
      'multi-process': ['grants a lock, a key and a claim to one handle'],
    },
  ),
  brokenKeyStore(
    'finds a destroyed key',
    ({ add, find }) => {
      const remembered = new Map<string, WrappedKey>()
      return {
        add: async (person, key) => {
          const stored = await add(person, key)
          remembered.set(person, stored)
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
    { 'keys and claims': ["destroys a person's key and claims, and nobody else's"] },
  ),
  brokenKeyStore(
    'does not report whether there was a key to destroy',
    ({ destroy }) => ({
      destroy: async (person) => {
        await destroy(person)
        return true
      },
    }),
    { 'keys and claims': ["destroys a person's key and claims, and nobody else's"] },
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
    { 'keys and claims': ['finds the keys that were added, and no others'] },
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
  brokenKeyStore(
    'grants one fingerprint to two holders',
    ({ claim }) => ({
      claim: async (scope, fingerprint, holder, insteadOf) => ({
        ...(await claim(scope, fingerprint, holder, insteadOf)),
        ...(insteadOf === undefined ? { holder } : {}),
      }),
    }),
    {
      'keys and claims': [
        'grants a fingerprint to one holder in each scope',
        'grants a claim to one of many concurrent requests',
      ],
      'multi-process': ['grants a lock, a key and a claim to one handle'],
    },
  ),
  brokenKeyStore(
    'checks a claim before the transaction',
    ({ claim, claimant }) => ({
      claim: async (scope, fingerprint, holder, insteadOf) => {
        const stored = await claimant(scope, fingerprint)
        await letOthersRun()
        if (stored !== undefined || insteadOf !== undefined) return claim(scope, fingerprint, holder, insteadOf)
        return claim(scope, fingerprint, holder, (await claimant(scope, fingerprint))?.holder)
      },
    }),
    {
      'keys and claims': ['grants a claim to one of many concurrent requests'],
      'multi-process': ['grants a lock, a key and a claim to one handle'],
    },
  ),
  brokenKeyStore(
    'uses one scope for all claims',
    ({ claim, claimant, unclaim }) => ({
      claim: (_, fingerprint, holder, insteadOf) => claim('scope', fingerprint, holder, insteadOf),
      claimant: (_, fingerprint) => claimant('scope', fingerprint),
      unclaim: (_, fingerprint, holder) => unclaim('scope', fingerprint, holder),
    }),
    {
      'keys and claims': [
        'grants a fingerprint to one holder in each scope',
        'lists the claims of the given holders only',
      ],
    },
  ),
  brokenKeyStore(
    'reports a new date for a claim each time',
    ({ claim }) => ({
      claim: async (...given) => {
        const stored = await claim(...given)
        await letOthersRun(3)
        return { ...stored, since: new Date(Date.now() + 1_000).toISOString() }
      },
    }),
    {
      'keys and claims': [
        'grants a fingerprint to one holder in each scope',
        'lists the claims of the given holders only',
      ],
      reopen: ['keeps events, read models, keys and claims'],
    },
  ),
  brokenKeyStore(
    'transfers no claim',
    ({ claim }) => ({ claim: (scope, fingerprint, holder) => claim(scope, fingerprint, holder) }),
    { 'keys and claims': ['transfers a claim only from the named holder'] },
  ),
  brokenKeyStore(
    'transfers a claim from any holder',
    ({ claim, claimant }) => ({
      claim: async (scope, fingerprint, holder, insteadOf) =>
        claim(
          scope,
          fingerprint,
          holder,
          insteadOf === undefined ? undefined : (await claimant(scope, fingerprint))?.holder,
        ),
    }),
    { 'keys and claims': ['transfers a claim only from the named holder'] },
  ),
  brokenKeyStore(
    'removes a claim for anybody',
    ({ unclaim, claimant }) => ({
      unclaim: async (scope, fingerprint) =>
        unclaim(scope, fingerprint, (await claimant(scope, fingerprint))?.holder ?? ''),
    }),
    { 'keys and claims': ['removes a claim only for its holder'] },
  ),
  brokenKeyStore(
    'removes no claim',
    ({ unclaim }) => ({ unclaim: (scope, fingerprint) => unclaim(scope, fingerprint, 'nobody') }),
    { 'keys and claims': ['removes a claim only for its holder'] },
  ),
  brokenKeyStore(
    'lists the claims of one holder only',
    ({ claimsOf }) => ({
      claimsOf: (holders) => claimsOf(holders.filter((holder) => holder === holders[1])),
    }),
    { 'keys and claims': ['lists the claims of the given holders only'] },
  ),
]
