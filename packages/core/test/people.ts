// Ready-made events of one person, for tests that begin further on.
import { type InForce, Policy } from '../src/policy/policy.js'

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

/** The event with that data, dated 2018-03-01 or later when it says so. */
export const said = (type: string, data: object = {}) => ({ type, data: { on: '2018-03-10', ...data } })

export const nominated = (changes: object = {}) => ({ type: 'CandidateNominated', data: { ...nomination, ...changes } })
export const reviewed = (passed = true, on = '2018-03-04') =>
  said('EligibilityReviewed', { passed, findings: [], by, on })
export const selected = said('TraineeSelected', { on: '2018-03-05' })
export const completed = said('TrainingCompleted', {
  batchId: 'k1',
  completed: true,
  attendance: 1,
  hours: 20,
  on: '2018-04-01',
})
export const listed = said('LeadCandidateListed', { industry: 'morels', conditions: ['land'], on: '2018-04-10' })
export const scaled = said('ScaleRecorded', {
  industry: 'morels',
  quantity: 12,
  unit: 'mu',
  threshold: 10,
  on: '2018-05-01',
})
export const reached = said('ScaleThresholdReached', {
  industry: 'morels',
  quantity: 12,
  unit: 'mu',
  threshold: 10,
  on: '2018-05-01',
})
export const recognised = said('LeadHouseholdRecognised', { industry: 'morels', on: '2018-05-10' })
/** Everything up to a recognised lead household at scale. */
export const leadHousehold = [nominated(), reviewed(), selected, completed, listed, scaled, reached, recognised]

export const policy = (changes: object = {}): InForce => ({
  version: 1,
  policy: Policy.parse({ scaleThresholds: { morels: { quantity: 10, unit: 'mu' } }, ...changes }),
})
