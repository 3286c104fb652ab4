import { fc, test } from '@fast-check/vitest'
import type { DivisionRef } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { domain } from '../domain.js'
import { divisionOf, divisionRefOf, divisionRefOfDocument, isWithinDivision } from './index.js'

const refs: Readonly<Record<string, DivisionRef>> = {
  'base-b1': { division: '532329104' },
  'journey-t1': { division: '532329104207' },
  'agreement-a1': { with: 'journey-t1' },
  'calendar-loop': { with: 'calendar-loop' },
}
const find = async (stream: string) => refs[stream]

describe('the division of a stream', () => {
  it.each([
    ['CandidateNominated', { divisionCode: '532329104207', baseId: 'b1' }, '532329104207'],
    ['HouseholdRegistered', { divisionCode: '532329104207', baseId: 'b1' }, '532329104207'],
    ['AgreementSigned', { mentorId: 't1', baseId: 'b1' }, '532329104207'],
    ['BatchPlanned', { baseId: 'b1' }, '532329104'],
    ['BaseFounded', { divisionCode: '532329104207' }, '532329104'],
    ['DivisionRegistered', { code: '532329' }, '532329'],
    ['CourseOffered', { baseId: 'unknown' }, undefined],
    ['SessionScheduled', { baseId: 'b1' }, undefined],
  ])('is determined by %s', async (type, data, division) => {
    expect(await divisionOf(divisionRefOf({ type, data }), find)).toBe(division)
  })

  it('is the division itself for the stream of a division', async () => {
    expect(await divisionOf({ with: 'division-532329' }, find)).toBe('532329')
  })

  it('is unknown if streams refer to each other in a circle', async () => {
    expect(await divisionOf({ with: 'calendar-loop' }, find)).toBeUndefined()
  })

  it('is determined for every aggregate', () => {
    const data = { code: '1', baseId: 'b', divisionCode: '2', mentorId: 't' }
    for (const { name, events } of domain.aggregates)
      expect([name, Object.keys(events).some((type) => divisionRefOf({ type, data }) !== undefined)]).toEqual([
        name,
        true,
      ])
  })
})

describe('the division of a document', () => {
  it.each([
    ['journeyTimeline', 't1', { traineeId: 't1' }, '532329104207'],
    ['journeyFunnel', 'division:532329104207', {}, '532329104207'],
    ['journeyFunnel', 'base:b1', {}, '532329104'],
    ['journeyFunnel', 'category:villager', {}, 'everywhere'],
    ['rotationCoverage', 'b1', { baseId: 'b1', divisionCode: null }, '532329104'],
    ['rotationCoverage', 'b1/532329104207', { baseId: 'b1', divisionCode: '532329104207' }, '532329104207'],
    ['mentoringNetwork', 'a1', { agreementId: 'a1', baseId: 'b1' }, '532329104207'],
    ['mentoringNetwork', 'base:b1', { baseId: 'b1' }, '532329104'],
    ['worklist', 'b1/visit/a1/h1', { baseId: 'b1', about: { agreementId: 'a1', householdId: 'h1' } }, '532329104207'],
    ['worklist', 'b1/absentee/k1/t1', { baseId: 'b1', about: { batchId: 'k1', traineeId: 't1' } }, '532329104'],
    ['worklist', 'b1/faculty/pool', { baseId: 'b1', about: {} }, '532329104'],
    ['povertyIncidence', '532329', { code: '532329' }, '532329'],
    ['unknown', 'x', { divisionCode: '532329' }, undefined],
    ['journeyTimeline', 't1', undefined, undefined],
  ])('is found for %s, %s', async (readModel, key, doc, division) => {
    expect(await divisionOf(divisionRefOfDocument(readModel, key, doc), find)).toBe(division)
  })

  it('is found for every read model', () => {
    const doc = { traineeId: 't', baseId: 'b', agreementId: 'a', code: '1', divisionCode: '1', about: {} }
    for (const { name } of [...domain.projections, ...domain.views])
      expect([name, divisionRefOfDocument(name, 'base:b', doc)]).not.toEqual([name, undefined])
  })
})

const digits = (length: number) =>
  fc.stringMatching(/^[0-9]+$/).map((text) => text.padEnd(length, '0').slice(0, length))

test.prop([digits(12), fc.constantFrom(6, 9, 12)])(
  'a village is within itself, its township and its county',
  (code, length) => {
    expect(isWithinDivision(code, code.slice(0, length))).toBe(true)
  },
)

test.prop([digits(12), fc.integer({ min: 0, max: 20 })])('nothing is within a text that is no code', (code, length) => {
  if (![6, 9, 12].includes(length)) expect(isWithinDivision(code, code.padEnd(20, '0').slice(0, length))).toBe(false)
})
