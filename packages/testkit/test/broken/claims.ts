import { type BrokenStore, brokenKeyStore } from './broken-store.js'
import { letOthersRun } from './changed-store.js'

export const claimDefects: readonly BrokenStore[] = [
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
      'text keys': ['grants no lock and no claim, and keeps no key, under such a name'],
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
