// The policies of a base in the row of a read model, to find the one in force on a day.
import { addMonths, type Day } from '@skein/kernel'
import { type AdoptedPolicy, type Policy, policyInForce } from '../../policy/policy.js'
import type { DataOf } from './rows.js'

/** Adds an adopted policy; versions come in order. */
export const adopt = (adopted: AdoptedPolicy[], { version, effectiveFrom, policy }: DataOf<'PolicyAdopted'>): void => {
  adopted.push({ version, effectiveFrom, policy })
}

/** The policy in force on a day; the default if the base is unknown or has none. */
export const policyOn = (adopted: readonly AdoptedPolicy[] | undefined, on: Day): Policy =>
  policyInForce(adopted ?? [], on).policy

/** The day by which every willing person is to be trained once; `null` before the commissioning. */
export const rotationEndsOn = (commissionedOn: Day | null, { rotationMonths }: Policy): Day | null =>
  commissionedOn === null ? null : addMonths(commissionedOn, rotationMonths)
