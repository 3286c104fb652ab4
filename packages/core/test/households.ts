// Events, commands and views of one household.
import { day } from '@skein/kernel'
import type { z } from 'zod'
import { aggregate } from '../src/household/index.js'
import type { Views } from '../src/household/reads.js'
import * as Journey from '../src/journey/views.js'
import { Policy } from '../src/policy/policy.js'
import { TraineeId } from '../src/shared/value-objects.js'
import { given } from './given.js'

export const registered = {
  type: 'HouseholdRegistered',
  data: {
    householdId: 'h1',
    baseId: 'b1',
    divisionCode: '532329102001',
    people: 4,
    category: 'general',
    mainCause: 'illness',
    personal: { head: 'somebody' },
    on: '2017-03-01',
  },
}
export const register = (changes: object = {}) => ({
  type: 'RegisterHousehold',
  data: { ...registered.data, ...changes },
})
export const reviseMembers = (people: number, on = '2018-02-01') => ({
  type: 'ReviseMembers',
  data: { householdId: 'h1', people, reason: 'birth', on },
})
export const recordIncome = (perCapitaFen: number, year = 2018, on = '2018-10-01') => ({
  type: 'RecordIncome',
  data: { householdId: 'h1', year, perCapitaFen, on },
})
export const incomeRecorded = (perCapitaFen: number, year = 2018) => ({
  type: 'IncomeRecorded',
  data: { year, perCapitaFen, on: '2018-10-01' },
})
export const acceptanceData = { agreementId: 'a1', mentorId: 'm1', attempt: 1, on: '2018-05-01' }
export const accepted = { type: 'MentorAccepted', data: acceptanceData }
export const accept = (changes: object = {}) => ({
  type: 'AcceptMentor',
  data: { householdId: 'h1', ...acceptanceData, ...changes },
})
export const endMentor = (changes: object = {}) => ({
  type: 'EndMentor',
  data: { householdId: 'h1', agreementId: 'a1', reason: 'released', on: '2018-06-01', ...changes },
})

export const allAssured = { food: true, clothing: true, education: true, medical: true, housing: true }
export const exitData = {
  incomeYear: 2018,
  twoAssurancesThreeGuarantees: allAssured,
  publicisedFrom: '2018-11-01',
  publicisedUntil: '2018-11-07',
  on: '2018-11-08',
}
export const exit = (changes: object = {}) => ({
  type: 'ConfirmExit',
  data: { householdId: 'h1', ...exitData, ...changes },
})
export const exited = {
  type: 'PovertyExited',
  data: { ...exitData, perCapitaFen: 400_000, lineFen: 350_000, people: 4 },
}
export const relapse = (changes: object = {}) => ({
  type: 'RecordRelapse',
  data: { householdId: 'h1', cause: 'disaster', on: '2019-05-01', ...changes },
})

export const viewsToRegister = { base: { foundedOn: day('2016-01-01') }, division: { registeredOn: day('2016-01-01') } }
export const policy = (changes: z.input<typeof Policy> = {}) => ({
  policy: { version: 1, policy: Policy.parse({ povertyLineFen: { '2018': 350_000 }, ...changes }) },
})
export const viewsToAccept = (attempt = 1): Partial<Views> => ({
  ...policy(),
  agreement: { signedOn: day('2018-04-01'), mentorId: TraineeId.parse('m1'), baseId: 'b1' },
  placement: { attempt, state: 'pending', on: day('2018-05-01') },
  mentor: { ...Journey.noMentor, householdId: 'h9' },
})
export const poor = given(aggregate, registered, incomeRecorded(400_000))
