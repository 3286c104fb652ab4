// Events of one person's journey, for tests that start at a later stage.
import { Policy, type PolicyInForce } from '../src/policy/policy.js'

export const by = { role: 'villageBranch', id: 'branch-1' } as const
export const traineeId = 't1'

export const nomination = {
  traineeId,
  baseId: 'b1',
  divisionCode: '532329104207',
  category: 'villager',
  partyMember: false,
  willing: true,
  potential: ['growing'],
  needs: ['skills'],
  by,
  lawfulBasis: 'consent',
  personal: { name: 'made up' },
  on: '2018-03-01',
} as const

/** An event, dated 2018-03-10 unless the data has another day. */
export const event = (type: string, data: object = {}) => ({ type, data: { on: '2018-03-10', ...data } })

export const nominated = (changes: object = {}) => ({ type: 'CandidateNominated', data: { ...nomination, ...changes } })
export const reviewed = (passed = true, on = '2018-03-04') =>
  event('EligibilityReviewed', { passed, findings: [], by, on })
export const selected = event('TraineeSelected', { on: '2018-03-05' })
export const completed = event('TrainingCompleted', {
  batchId: 'k1',
  completed: true,
  attendance: 1,
  hours: 20,
  on: '2018-04-01',
})
export const listed = event('LeadCandidateListed', { industry: 'morels', conditions: ['land'], on: '2018-04-10' })
export const scaled = event('ScaleRecorded', {
  industry: 'morels',
  quantity: 12,
  unit: 'mu',
  threshold: 10,
  on: '2018-05-01',
})
export const reached = event('ScaleThresholdReached', {
  industry: 'morels',
  quantity: 12,
  unit: 'mu',
  threshold: 10,
  on: '2018-05-01',
})
export const recognised = event('LeadHouseholdRecognised', { industry: 'morels', on: '2018-05-10' })
/** All events up to a recognised lead household at scale. */
export const leadHousehold = [nominated(), reviewed(), selected, completed, listed, scaled, reached, recognised]

export const policy = (changes: object = {}): PolicyInForce => ({
  version: 1,
  policy: Policy.parse({ scaleThresholds: { morels: { quantity: 10, unit: 'mu' } }, ...changes }),
})
