import { referencesOf } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { domain } from '../index.js'

const commands = domain.aggregates.flatMap(({ name, commands: types }) =>
  Object.entries(types).map(([type, commandType]) => ({ type, aggregate: name, commandType })),
)
const referencesIn = (type: string): readonly string[] => {
  const found = commands.find((one) => one.type === type)
  if (found === undefined) throw new Error(`no command ${type}`)
  return referencesOf(found.commandType).map(({ path, aggregate }) => `${path.join('/')} ${aggregate}`)
}

describe('what a command refers to', () => {
  it('is its target, wherever it stands', () => {
    for (const { type, aggregate, commandType } of commands)
      expect([type, referencesIn(type)]).toEqual([type, expect.arrayContaining([`${commandType.target} ${aggregate}`])])
  })

  it.each([
    [
      'NominateCandidate',
      [
        'baseId base',
        'currentPost/divisionCode division',
        'divisionCode division',
        'householdId household',
        'traineeId journey',
      ],
    ],
    [
      'ScheduleSession',
      ['batchId batch', 'courseId course', 'instructorId instructor', 'placeId calendar', 'requestedBy/* journey'],
    ],
    ['TakeSeat', ['batchId batch', 'dormitoryId calendar', 'traineeId journey']],
    ['CorrectAttendance', ['batchId batch', 'traineeId journey']],
    ['DeliverSession', ['batchId batch', 'present/* journey']],
    ['SignAgreement', ['agreementId agreement', 'baseId base', 'mentorId journey']],
    ['RegisterDivision', ['code division', 'parent division']],
    ['OpenPracticePoint', ['baseId base', 'divisionCode division', 'placeId calendar']],
  ])('of %s is %j', (type, references) => {
    expect([...referencesIn(type)].sort()).toEqual(references)
  })

  it('names aggregates of the domain only, and covers every field that is named like an id', () => {
    const aggregates = new Set(domain.aggregates.map(({ name }) => name))
    /** These have no stream of their own. */
    const withoutStream = ['sessionId', 'cooperativeId']
    for (const { type, commandType } of commands) {
      const references = referencesOf(commandType)
      for (const { aggregate } of references) expect(aggregates).toContain(aggregate)
      const named = Object.keys(commandType.schema.shape.data.shape).filter(
        (field) => /(Id|Code|code|parent)$/.test(field) && !withoutStream.includes(field),
      )
      const covered = references.map(({ path: [field] }) => field)
      expect([type, named.filter((field) => !covered.includes(field))]).toEqual([type, []])
    }
  })
})
