import type { Policy } from '@skein/core'
import { addDays } from '@skein/kernel'
import { village } from './base.js'
import { type Changes, command } from './command.js'
import type { Figures } from './policy.js'

const assured = { food: true, clothing: true, education: true, medical: true, housing: true }

/** Households, agreements with their mentors, and the way out of poverty. */
export const householdCommands = (policy: Policy, figures: Figures) => {
  const { industry, quotaPeople, povertyLine, incomeYear, exitOn } = figures
  const registerHousehold = (householdId: string, people = 1, changes: Changes<'RegisterHousehold'> = {}) =>
    command('RegisterHousehold', {
      householdId,
      baseId: 'b1',
      divisionCode: village,
      people,
      category: 'general',
      mainCause: 'illness',
      personal: { head: 'made up' },
      on: '2018-01-20',
      ...changes,
    })
  const signAgreement = (agreementId: string, mentorId: string, changes: Changes<'SignAgreement'> = {}) =>
    command('SignAgreement', {
      agreementId,
      baseId: 'b1',
      mentorId,
      mode: 'leaderFarmers',
      partyOrganisation: 'branch',
      industry,
      quotaPeople,
      ...(policy.minQuotaHouseholds !== undefined && { quotaHouseholds: policy.minQuotaHouseholds }),
      from: '2018-06-01',
      until: '2028-05-31',
      on: '2018-06-01',
      ...changes,
    })
  const placeHousehold = (agreementId: string, householdId: string, on = '2018-06-05') =>
    command('PlaceHousehold', { agreementId, householdId, on })
  const recordIncome = (householdId: string, perCapitaFen = povertyLine + 1, on = `${incomeYear + 1}-01-10`) =>
    command('RecordIncome', { householdId, year: incomeYear, perCapitaFen, on })
  const confirmExit = (householdId: string, changes: Changes<'ConfirmExit'> = {}) =>
    command('ConfirmExit', {
      householdId,
      incomeYear,
      twoAssurancesThreeGuarantees: assured,
      publicisedFrom: addDays(exitOn, -1 - policy.exitPublicityDays),
      publicisedUntil: addDays(exitOn, -1),
      on: exitOn,
      ...changes,
    })
  return { registerHousehold, signAgreement, placeHousehold, recordIncome, confirmExit }
}
