import type { AnyAggregate, AnyCommand } from '@skein/kernel'
import type { Environment, KeyStore, Storage } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import type { Secrets } from '../privacy/store-secret.js'

/** What a command claims for its stream, as a store keeps it. */
export interface Claim {
  readonly scope: string
  readonly fingerprint: string
}

/** A claim, and the stream that has it before the command is decided; none of the three if nobody has it. */
export interface ClaimStatus extends Claim {
  /** Another stream has it. */
  readonly heldBy?: string
  /** The command's own stream has it. */
  readonly isOwn?: true
  /** Another stream has it, but was never written: the command that claimed it failed. It may be taken over. */
  readonly abandonedBy?: string
}

/**
 * The age, in milliseconds, from which a claim of a stream without events counts as abandoned; until then the stream is
 * probably being written.
 */
const abandonedAfter = 60_000

/** White space, letter case and the widths of characters do not distinguish values. */
const normalise = (value: string): string => value.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()

/** The claim on a value in plain text. */
export const claimOn = (scope: string, value: string, secrets: Secrets): Claim => ({
  scope,
  fingerprint: secrets.fingerprint(scope, normalise(value)),
})

/** The claim of a command in plain text. */
export const claimOf = (command: AnyCommand, aggregate: AnyAggregate, secrets: Secrets): Claim | undefined => {
  const claim = aggregate.claim?.(command)
  return claim && claimOn(claim.scope, claim.value, secrets)
}

/**
 * Looks up the holder of a claim. Ages are measured by the machine's clock, by which stores write `since`; a claim from
 * further in the future than that is one of a clock that was wrong, and as old as any.
 */
export const claimStatusOf = async (
  claim: Claim,
  stream: string,
  {
    storage,
    environment,
  }: { readonly storage: Pick<Storage, 'keys'>; readonly environment: Pick<Environment, 'date'> },
  exists: (stream: string) => Promise<boolean>,
): Promise<ClaimStatus> => {
  const claimant = await storage.keys.claimant(claim.scope, claim.fingerprint)
  if (claimant === undefined) return claim
  const { holder, since } = claimant
  if (holder === stream) return { ...claim, isOwn: true }
  const isRecent = Math.abs(environment.date().getTime() - Date.parse(since)) < abandonedAfter
  return isRecent || (await exists(holder)) ? { ...claim, heldBy: holder } : { ...claim, abandonedBy: holder }
}

/** Acquires the claim for `stream`; `false` if another stream acquired it first. */
export const acquireClaim = async (
  { scope, fingerprint, abandonedBy }: ClaimStatus,
  stream: string,
  keys: KeyStore,
): Promise<boolean> => (await keys.claim(scope, fingerprint, stream, abandonedBy)).holder === stream

const maxRetries = 5

/**
 * Releases claims after an append. Whatever happens, the append is done: a store that cannot be reached is tried again, and
 * then the claims stay with their stream, as after a crash.
 */
export const releaseClaims = async (release: () => Promise<void>, environment: Environment): Promise<void> => {
  for (let retry = 0; retry < maxRetries; retry++)
    try {
      return await release()
    } catch (error) {
      if (!isStorageError(error)) throw error
      await backOff(environment, retry, 10)
    }
}
