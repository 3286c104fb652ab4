import { village } from './base.js'
import { type Changes, command } from './command.js'
import type { Figures } from './policy.js'

const personal = { name: 'made up' }

/** A person's way from the nomination to the selection. */
export const selectionCommands = () => {
  const nominateCandidate = (traineeId: string, changes: Changes<'NominateCandidate'> = {}) =>
    command('NominateCandidate', {
      traineeId,
      baseId: 'b1',
      divisionCode: village,
      category: 'villager',
      partyMember: true,
      willing: true,
      potential: ['growing'],
      needs: ['skills'],
      by: { role: 'villageBranch', id: 'branch' },
      lawfulBasis: 'consent',
      personal,
      on: '2018-02-01',
      ...changes,
    })
  const reviewEligibility = (traineeId: string, passed = true, on = '2018-02-03') =>
    command('ReviewEligibility', { traineeId, passed, findings: [], by: { role: 'townshipParty', id: 'office' }, on })
  const selectTrainee = (traineeId: string, on = '2018-02-05') => command('SelectTrainee', { traineeId, on })
  const requestCourses = (traineeId: string, subjects = ['morels'], on = '2018-02-06') =>
    command('RequestCourses', { traineeId, subjects, on })
  /** Everything up to a selected trainee who has asked for a course. */
  const admitTrainee = (traineeId: string, changes: Changes<'NominateCandidate'> = {}) => [
    nominateCandidate(traineeId, changes),
    reviewEligibility(traineeId),
    selectTrainee(traineeId),
    requestCourses(traineeId),
  ]
  return { nominateCandidate, reviewEligibility, selectTrainee, requestCourses, admitTrainee }
}

/** A trained person's way to a recognised lead household, and support for it. */
export const leadCommands = ({ industry, threshold }: Figures) => {
  const listLeadCandidate = (traineeId: string, changes: Changes<'ListLeadCandidate'> = {}) =>
    command('ListLeadCandidate', { traineeId, industry, conditions: ['land'], on: '2018-04-10', ...changes })
  const recordScale = (traineeId: string, quantity = threshold.quantity, changes: Changes<'RecordScale'> = {}) =>
    command('RecordScale', { traineeId, industry, quantity, unit: threshold.unit, on: '2018-05-01', ...changes })
  const recogniseLeadHousehold = (traineeId: string, changes: Changes<'RecogniseLeadHousehold'> = {}) =>
    command('RecogniseLeadHousehold', { traineeId, industry, on: '2018-05-10', ...changes })
  const grantSupport = (traineeId: string, amountFen: number, changes: Changes<'GrantSupport'> = {}) =>
    command('GrantSupport', {
      traineeId,
      kind: 'funding',
      amountFen,
      instrument: 'grant',
      purpose: 'seedlings',
      on: '2018-05-15',
      ...changes,
    })
  /** Everything from a trained person to a recognised lead household. */
  const becomeLead = (traineeId: string) => [
    listLeadCandidate(traineeId),
    recordScale(traineeId),
    recogniseLeadHousehold(traineeId),
  ]
  return { listLeadCandidate, recordScale, recogniseLeadHousehold, grantSupport, becomeLead }
}
