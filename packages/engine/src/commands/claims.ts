import type { AnyAggregate, AnyCommand } from '@skein/kernel'
import type { KeyStore } from '../ports/index.js'
import type { Secrets } from '../privacy/master-key.js'

/** What a command claims for its stream, as a store keeps it. */
export interface Claim {
  readonly scope: string
  readonly fingerprint: string
}

/** How a claim stands before the command is decided. */
export interface ClaimStatus extends Claim {
  /** The other stream that has it. */
  readonly by?: string
  /** The stream itself has it already. */
  readonly own?: true
  /** A stream that has it and was never written: what claimed it was not recorded. */
  readonly dangling?: string
}

/** For how long a claim of a stream that does not exist is taken for one that is just being written, in milliseconds. */
const graceTime = 60_000

/** Spaces, letter case and the widths of characters make no other value. */
const normalised = (value: string): string => value.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()

/** A value as it is claimed within a scope. */
export const claimOn = (scope: string, value: string, secrets: Secrets): Claim => ({
  scope,
  fingerprint: secrets.fingerprint(scope, normalised(value)),
})

/** What `command`, in clear, claims. */
export const claimOf = (command: AnyCommand, aggregate: AnyAggregate, secrets: Secrets): Claim | undefined => {
  const claim = aggregate.claim?.(command)
  return claim && claimOn(claim.scope, claim.value, secrets)
}

/** Who stands in the way of a claim. Ages are told by the machine's clock, as stores write `since` by theirs. */
export const claimantOf = async (
  claim: Claim,
  stream: string,
  keys: KeyStore,
  exists: (stream: string) => Promise<boolean>,
): Promise<ClaimStatus> => {
  const claimant = await keys.claimant(claim.scope, claim.fingerprint)
  if (claimant === undefined) return claim
  if (claimant.holder === stream) return { ...claim, own: true }
  const { holder, since } = claimant
  if (Date.now() - Date.parse(since) < graceTime || (await exists(holder))) return { ...claim, by: holder }
  return { ...claim, dangling: holder }
}

/** Takes the claim for `stream`: `lost` when somebody else was first. */
export const take = async (
  { scope, fingerprint, dangling }: ClaimStatus,
  stream: string,
  keys: KeyStore,
): Promise<'taken' | 'lost'> => {
  const { holder } = await keys.claim(scope, fingerprint, stream, dangling)
  return holder === stream ? 'taken' : 'lost'
}
