// The policies of a base, as a read model keeps them to tell what is in force today.
import { type Adopted, inForce, type Policy } from '../../policy/policy.js'
import type { DataOf } from './rows.js'

/** Adds what the base adopted; versions come in their order. */
export const adopt = (adopted: Adopted[], { version, effectiveFrom, policy }: DataOf<'PolicyAdopted'>): void => {
  adopted.push({ version, effectiveFrom, policy })
}

/** The policy in force on a day; the preset where the base, or a policy of it, is unknown. */
export const policyOn = (adopted: readonly Adopted[] | undefined, on: Adopted['effectiveFrom']): Policy =>
  inForce(adopted ?? [], on).policy
