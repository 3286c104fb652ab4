import type { Policy } from '@skein/core'
import { type Changes, command } from './command.js'

export const township = '532329102'
export const village = '532329102201'
export const otherVillage = '532329102202'

const personal = { name: 'made up' }

/** Divisions, the base, its places and its faculty. */
export const baseCommands = (policy: Policy) => {
  const registerDivision = (code: string, changes: Changes<'RegisterDivision'> = {}) =>
    command('RegisterDivision', { code, level: 'village', name: 'A village', on: '2017-01-01', ...changes })
  const foundBase = (baseId: string, changes: Changes<'FoundBase'> = {}) =>
    command('FoundBase', { baseId, divisionCode: township, name: 'The base', areaMu: 40, on: '2018-01-01', ...changes })
  const adoptPolicy = (version: number, effectiveFrom: string, changes: Changes<'AdoptPolicy'> = {}) =>
    command('AdoptPolicy', { baseId: 'b1', version, effectiveFrom, policy, on: '2018-01-01', ...changes })
  const openFacility = (placeId: string, changes: Changes<'OpenFacility'> = {}) =>
    command('OpenFacility', {
      baseId: 'b1',
      placeId,
      zone: 'teaching',
      kind: 'classroom',
      name: placeId,
      certainty: 'exact',
      on: '2018-01-02',
      ...changes,
    })
  const offerCourse = (courseId: string, changes: Changes<'OfferCourse'> = {}) =>
    command('OfferCourse', {
      courseId,
      baseId: 'b1',
      title: courseId,
      kind: 'theory',
      component: 'skills',
      subject: 'morels',
      hours: 4,
      addresses: ['skills'],
      on: '2018-01-05',
      ...changes,
    })
  const engageInstructor = (instructorId: string, changes: Changes<'EngageInstructor'> = {}) =>
    command('EngageInstructor', {
      instructorId,
      baseId: 'b1',
      category: 'expert',
      subjects: ['history', 'morels', 'pruning'],
      personal,
      on: '2018-01-05',
      ...changes,
    })
  /** One place in each of the four zones. */
  const facilities = [
    openFacility('room', { seats: 200 }),
    openFacility('dorm', { zone: 'living', kind: 'dormitory', beds: 2 }),
    openFacility('field', { zone: 'cropTraining', kind: 'trainingGround' }),
    openFacility('pen', { zone: 'livestockTraining', kind: 'trainingGround' }),
  ]
  return { registerDivision, foundBase, adoptPolicy, openFacility, offerCourse, engageInstructor, facilities }
}
