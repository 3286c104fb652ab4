import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyHistory, checkHistory, type HistoryEvent } from '../src/domain.js'
import { runs } from './runs.js'

const code = '532329104'
const township: HistoryEvent = {
  stream: `division-${code}`,
  type: 'DivisionRegistered',
  data: { code, level: 'township', name: 'A township', on: '2018-01-01' },
}
const foundedOn = (on: string, recordedAt?: string): HistoryEvent => ({
  stream: 'base-b1',
  type: 'BaseFounded',
  data: { baseId: 'b1', divisionCode: code, name: 'A base', areaMu: 25, on },
  ...(recordedAt !== undefined && { recordedAt }),
})

describe('checkHistory', () => {
  it('finds every violation with its stream, revision and evidence', async () => {
    expect(await checkHistory([township, foundedOn('2018-01-02')])).toEqual([])
    expect(await checkHistory([foundedOn('2018-01-02'), township])).toMatchObject([
      { rule: 'G7', stream: 'base-b1', revision: 0 },
    ])
    // a reference needs no date: the division exists
    expect(await checkHistory([township, foundedOn('2017-12-31')])).toEqual([])
    expect(await checkHistory([township, foundedOn('2018-01-02', '2018-01-01T12:00:00Z')])).toMatchObject([
      { rule: 'G3', evidence: { on: '2018-01-02', recordedOn: '2018-01-01' } },
    ])
  })

  it('judges by the observed revisions, if they are given', async () => {
    const withoutTownship = { ...foundedOn('2018-01-02'), observedRevisions: { [township.stream]: -1 } }
    expect(await checkHistory([township, withoutTownship])).toMatchObject([{ rule: 'G7' }])
  })

  it('finds the decisions that another policy would reject', () =>
    fc.assert(
      fc.asyncProperty(anyHistory(), async (history) => {
        const planned = history.filter(({ type }) => type === 'BatchPlanned').length
        const violations = await checkHistory(history, { policy: { batchSeats: 1, scaleThresholds: {} } })
        expect(violations.filter(({ rule, type }) => rule === 'T2' && type === 'BatchPlanned')).toHaveLength(planned)
      }),
      { numRuns: Math.min(runs, 500) },
    ))
})
