import type { Scenario } from '../../scenario.js'
import { otherVillage, village } from '../../scenario.js'
import { fittingOr, on, referringTo } from './reference-situations.js'

const releaseInstructor = (scenario: Scenario) =>
  scenario.command('ReleaseInstructor', { instructorId: 'i2', reason: 'retired', on: '2018-06-01' })

/** References to bases, divisions, places, households and instructors. */
export const referencesAtBase = (scenario: Scenario) => [
  referringTo('people', (baseId) => scenario.planBatch('k9', { baseId }), 'b1'),
  referringTo('people', (baseId) => scenario.offerCourse('c9', { baseId }), 'b1'),
  referringTo('people', (baseId) => scenario.engageInstructor('i9', { baseId }), 'b1'),
  referringTo('people', (baseId) => scenario.registerHousehold('h9', 2, { baseId }), 'b1'),
  referringTo('people', (baseId) => scenario.nominateCandidate('t9', { baseId }), 'b1'),
  referringTo(
    'people',
    (baseId) => scenario.command('ClassifyDivision', { code: village, status: 'poor', baseId, on }),
    'b1',
  ),
  referringTo('people', (householdId) => scenario.nominateCandidate('t9', { householdId }), 'h1'),
  referringTo(
    'people',
    (householdId) => scenario.command('ReviseProfile', { traineeId: 't1', householdId, reason: 'x', on }),
    'h1',
  ),
  referringTo(
    'base',
    (placeId) => scenario.command('ClosePlace', { baseId: 'b1', placeId, reason: 'repairs', on }),
    'pen',
  ),
  fittingOr('base', scenario.openFacility('new'), scenario.openFacility('room', { name: 'another' })),
  fittingOr('base', scenario.foundBase('b9'), scenario.foundBase('b9', { divisionCode: '532329' })),
  fittingOr(
    'base',
    scenario.registerDivision('532329102209', { parent: '532329102' }),
    scenario.registerDivision('532329102209', { parent: '532330102' }),
  ),
  fittingOr(
    'base',
    scenario.command('ReviseSubjects', { instructorId: 'i1', subjects: ['x'], on }),
    scenario.command('ReviseSubjects', { instructorId: 'i2', subjects: ['x'], on }),
    [releaseInstructor(scenario)],
  ),
  fittingOr(
    'closed',
    scenario.command('NameReserveCadre', { traineeId: 't1', divisionCode: otherVillage, on }),
    scenario.command('NameReserveCadre', { traineeId: 't1', divisionCode: '532329102209', on }),
  ),
]
