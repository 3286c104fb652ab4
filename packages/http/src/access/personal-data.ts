import type { DecryptPlace, Runtime } from '@skein/engine'
import type { Principal, Role } from '../principal.js'

/** Roles that work with the people themselves. County and auditor work with figures and get encrypted values. */
const rolesWithPersonalData: readonly Role[] = ['base', 'township', 'village']

export const maySeePersonalData = ({ roles }: Principal): boolean =>
  roles.some((role) => rolesWithPersonalData.includes(role))

/** A value as the principal may see it: with personal values decrypted, or with their envelopes. */
export const decryptFor = async (
  principal: Principal,
  value: unknown,
  runtime: Pick<Runtime, 'decrypt'>,
  place: DecryptPlace,
): Promise<unknown> => (maySeePersonalData(principal) ? runtime.decrypt(value, place) : value)
