import type { StandingClaim, WrappedKey } from '@skein/engine'
import { type BrokenStore, brokenKeys } from './broken-store.js'
import { turn } from './parts.js'

export const brokenKeyStores: readonly BrokenStore[] = [
  brokenKeys(
    'lets the last key of a person stand',
    ({ add, destroy }) => ({
      add: async (person, key) => {
        await destroy(person)
        return add(person, key)
      },
    }),
    ['keys and claims: lets the first'],
  ),
  brokenKeys(
    'answers with the key that was offered, not with the one that stands',
    ({ add }) => ({
      add: async (person, key) => {
        await add(person, key)
        return key
      },
    }),
    ['keys and claims: lets the first', 'several handles: lets one hold a'],
  ),
  brokenKeys(
    'finds a key that was destroyed',
    ({ add, find }) => {
      const remembered = new Map<string, WrappedKey>()
      return {
        add: async (person, key) => {
          const standing = await add(person, key)
          remembered.set(person, standing)
          return standing
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
    ["keys and claims: destroys a person's"],
  ),
  brokenKeys(
    'does not say whether there was a key to destroy',
    ({ destroy }) => ({
      destroy: async (person) => {
        await destroy(person)
        return true
      },
    }),
    ["keys and claims: destroys a person's"],
  ),
  brokenKeys(
    'finds keys of others, too',
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
    ['keys and claims: finds the keys'],
  ),
  brokenKeys(
    'leaves the claims of whose key is destroyed',
    ({ destroy, claim, claimsOf }) => ({
      destroy: async (person) => {
        const claims = await claimsOf([person])
        const hadKey = await destroy(person)
        for (const { scope, fingerprint, holder } of claims) await claim(scope, fingerprint, holder)
        return hadKey
      },
    }),
    ["keys and claims: destroys a person's"],
  ),
  brokenKeys(
    'takes the claims of others back, too, with a key',
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
    ["keys and claims: destroys a person's"],
  ),
  brokenKeys(
    'gives one fingerprint to two',
    ({ claim }) => ({
      claim: async (scope, fingerprint, holder, insteadOf) => ({
        ...(await claim(scope, fingerprint, holder, insteadOf)),
        ...(insteadOf === undefined ? { holder } : {}),
      }),
    }),
    ['keys and claims: lets a fingerprint', 'keys and claims: lets one of many', 'several handles: lets one hold a'],
  ),
  brokenKeys(
    'looks who has a claim before it takes it',
    ({ claim, claimant }) => ({
      claim: async (scope, fingerprint, holder, insteadOf) => {
        const standing = await claimant(scope, fingerprint)
        await turn()
        if (standing !== undefined || insteadOf !== undefined) return claim(scope, fingerprint, holder, insteadOf)
        return claim(scope, fingerprint, holder, (await claimant(scope, fingerprint))?.holder)
      },
    }),
    ['keys and claims: lets one of many', 'several handles: lets one hold a'],
  ),
  brokenKeys(
    'has one scope for all claims',
    ({ claim, claimant, unclaim }) => ({
      claim: (_, fingerprint, holder, insteadOf) => claim('scope', fingerprint, holder, insteadOf),
      claimant: (_, fingerprint) => claimant('scope', fingerprint),
      unclaim: (_, fingerprint, holder) => unclaim('scope', fingerprint, holder),
    }),
    ['keys and claims: lets a fingerprint', 'keys and claims: lists what holders'],
  ),
  brokenKeys(
    'says that a claim is new each time',
    ({ claim }) => ({
      claim: async (...given) => {
        const standing = await claim(...given)
        await turn(3)
        return { ...standing, since: new Date(Date.now() + 1_000).toISOString() }
      },
    }),
    [
      'keys and claims: lets a fingerprint',
      'keys and claims: lists what holders',
      'open again: finds events, read models,',
    ],
  ),
  brokenKeys(
    'passes no claim on',
    ({ claim }) => ({ claim: (scope, fingerprint, holder) => claim(scope, fingerprint, holder) }),
    ['keys and claims: passes a claim'],
  ),
  brokenKeys(
    'passes a claim on from anybody',
    ({ claim, claimant }) => ({
      claim: async (scope, fingerprint, holder, insteadOf) =>
        claim(
          scope,
          fingerprint,
          holder,
          insteadOf === undefined ? undefined : (await claimant(scope, fingerprint))?.holder,
        ),
    }),
    ['keys and claims: passes a claim'],
  ),
  brokenKeys(
    'takes a claim back for anybody',
    ({ unclaim, claimant }) => ({
      unclaim: async (scope, fingerprint) =>
        unclaim(scope, fingerprint, (await claimant(scope, fingerprint))?.holder ?? ''),
    }),
    ['keys and claims: takes a claim back'],
  ),
  brokenKeys(
    'takes no claim back',
    ({ unclaim }) => ({ unclaim: (scope, fingerprint) => unclaim(scope, fingerprint, 'nobody') }),
    ['keys and claims: takes a claim back'],
  ),
  brokenKeys(
    'lists the claims of the first holder only',
    ({ claimsOf }) => ({
      claimsOf: (holders) => claimsOf(holders.filter((holder) => holder === holders[1])),
    }),
    ['keys and claims: lists what holders'],
  ),
]
