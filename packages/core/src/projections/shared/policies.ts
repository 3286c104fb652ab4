// The policies of a base, as a read model keeps them to tell what is in force today.
import { addMonths, type Day } from '@skein/kernel'
import { type Adopted, inForce, type Policy } from '../../policy/policy.js'
import type { DataOf } from './rows.js'

/** Adds what the base adopted; versions come in their order. */
export const adopt = (adopted: Adopted[], { version, effectiveFrom, policy }: DataOf<'PolicyAdopted'>): void => {
  adopted.push({ version, effectiveFrom, policy })
}

/** The policy in force on a day; the preset where the base, or a policy of it, is unknown. */
export const policyOn = (adopted: readonly Adopted[] | undefined, on: Day): Policy => inForce(adopted ?? [], on).policy

/** The day by which everybody willing is to have been trained once; `null` before the commissioning. */
export const rotationEndsOn = (commissionedOn: Day | null, { rotationMonths }: Policy): Day | null =>
  commissionedOn === null ? null : addMonths(commissionedOn, rotationMonths)
