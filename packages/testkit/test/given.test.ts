import { day } from '@skein/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyHistory, checkHistory, given, type HistoryEvent } from '../src/domain.js'
import { runs } from './runs.js'

const code = '532329104'
const township: HistoryEvent = {
  stream: `division-${code}`,
  type: 'DivisionRegistered',
  data: { code, level: 'township', name: 'A township', on: '2018-01-01' },
}
const found = (baseId: string, on = '2018-01-02') => ({
  type: 'FoundBase' as const,
  data: { baseId, divisionCode: code, name: 'A base', areaMu: 25, on },
})

describe('given, when, then', () => {
  it('takes the events, or the rule', () => {
    const { events } = given([township])
      .when(found('b1'))
      .then([{ type: 'BaseFounded', data: { baseId: 'b1' } }])
    expect(events).toMatchObject([{ type: 'BaseFounded', data: { areaMu: 25 } }])
    const { rejection } = given([]).when(found('b1')).then('G7')
    expect(rejection).toMatchObject({ rule: 'G7', evidence: { divisionCode: code } })
  })

  it('goes on from what was recorded', () => {
    given([township])
      .when(found('b1'))
      .then([{ type: 'BaseFounded' }])
      .when({ ...found('b1'), data: { ...found('b1').data, name: 'Another' } })
      .then('G6')
      .when(found('b1'))
      .then([])
  })

  it('says what was expected and what came', () => {
    const founded = given([township]).when(found('b1'))
    expect(() => founded.then('G6')).toThrow(/FoundBase: expected G6, got \[.*BaseFounded/)
    const refused = given([]).when(found('b1'))
    expect(() => refused.then([])).toThrow(/expected \[\], got G7 because of .*532329104/)
    for (const data of [{ areaMu: 26 }, { site: { name: 'x' } }, { baseId: ['b1'] }])
      expect(() =>
        given([township])
          .when(found('b1'))
          .then([{ type: 'BaseFounded', data }]),
      ).toThrow(/expected/)
  })

  it('records on the day it is told', () => {
    given([township], { recordedOn: day('2018-01-01') })
      .when(found('b1'))
      .then('G3')
  })

  it('refuses what is no history', () => {
    expect(() => given([{ ...township, type: 'DivisionLost' }])).toThrow(/DivisionLost/)
    expect(() => given([{ ...township, stream: 'division' }])).toThrow(/<aggregate>-<id>/)
    expect(() => given([{ ...township, data: {} }])).toThrow(/code/)
  })
})

describe('checkHistory', () => {
  const late = (on: string, recordedAt?: string): HistoryEvent => ({
    stream: 'base-b1',
    type: 'BaseFounded',
    data: found('b1', on).data,
    ...(recordedAt !== undefined && { recordedAt }),
  })

  it('finds what breaks a rule, and where', async () => {
    expect(await checkHistory([township, late('2018-01-02')])).toEqual([])
    expect(await checkHistory([late('2018-01-02'), township])).toMatchObject([
      { rule: 'G7', stream: 'base-b1', revision: 0 },
    ])
    expect(await checkHistory([township, late('2017-12-31')])).toMatchObject([{ rule: 'G3' }])
    expect(await checkHistory([township, late('2018-01-02', '2018-01-01T12:00:00Z')])).toMatchObject([
      { rule: 'G3', evidence: { on: '2018-01-02', recordedOn: '2018-01-01' } },
    ])
  })

  it('judges by the revisions that were seen, where they are told', async () => {
    const blind = { ...late('2018-01-02'), observedRevisions: { [township.stream]: -1 } }
    expect(await checkHistory([township, blind])).toMatchObject([{ rule: 'G7' }])
  })

  it('names who would be affected by another policy', () =>
    fc.assert(
      fc.asyncProperty(anyHistory(), async (history) => {
        const planned = history.filter(({ type }) => type === 'BatchPlanned').length
        const affected = await checkHistory(history, { policy: { batchSeats: 1, scaleThresholds: {} } })
        expect(affected.filter(({ rule, type }) => rule === 'T2' && type === 'BatchPlanned')).toHaveLength(planned)
      }),
      { numRuns: Math.min(runs, 500) },
    ))
})
