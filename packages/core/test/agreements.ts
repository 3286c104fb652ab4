// Events, commands and views of one agreement.
import { day } from '@skein/kernel'
import * as Agreement from '../src/agreement/index.js'
import { given } from './given.js'
import { policy } from './people.js'

export const agreementId = 'a1'
export const terms = {
  agreementId,
  baseId: 'b1',
  mentorId: 't1',
  mode: 'leaderFarmers',
  partyOrganisation: 'branch-1',
  industry: 'morels',
  quotaPeople: 10,
  from: '2018-06-01',
  until: '2019-05-31',
  on: '2018-06-01',
} as const
export const event = (type: string, data: object = {}) => ({ type, data: { on: '2018-06-10', ...data } })
export const signed = (changes: object = {}) => event('AgreementSigned', { ...terms, ...changes })
export const placed = (householdId: string, changes: object = {}) =>
  event('HouseholdPlaced', { householdId, people: 4, attempt: 1, ...changes })
export const confirmed = (householdId: string) => event('PlacementConfirmed', { householdId, attempt: 1 })
export const declined = event('PlacementDeclined', { householdId: 'h1', attempt: 1 })
export const released = event('HouseholdReleased', { householdId: 'h1', attempt: 1, reason: 'moved', on: '2018-07-01' })
export const ended = event('AgreementTerminated', { households: ['h1'], on: '2018-08-01' })

export const send = (type: string, data: object = {}) => event(type, { agreementId, ...data })
export const agreement = (...events: readonly unknown[]) => given(Agreement.aggregate, ...events)

export const mentor = {
  nominatedOn: day('2018-03-01'),
  status: 'active',
  baseId: 'b1',
  householdId: 'own',
  recognisedOn: day('2018-05-10'),
  thresholdOn: day('2018-05-01'),
  scale: { quantity: 12, unit: 'mu' },
} as const
export const viewsToSign = { base: { foundedOn: day('2017-10-01') }, mentor, policy: policy() }
export const poor = {
  registeredOn: day('2018-01-05'),
  baseId: 'b1',
  people: 4,
  poverty: { status: 'poor', on: day('2018-01-05') },
} as const
export const viewsToPlace = { household: poor, mentor, policy: policy() }

export const sign = (changes: object = {}, views: object = {}) =>
  agreement().when(send('SignAgreement', { ...terms, ...changes }), { ...viewsToSign, ...views })
export const place = (events: readonly unknown[], changes: object = {}, views: object = {}) =>
  agreement(...events).when(send('PlaceHousehold', { householdId: 'h1', ...changes }), { ...viewsToPlace, ...views })
export const refusal = ({ rule, evidence }: { readonly rule: string; readonly evidence: object }) => [rule, evidence]
