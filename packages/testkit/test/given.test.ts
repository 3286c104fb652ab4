import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { given, type HistoryEvent } from '../src/domain.js'

const code = '532329104'
const township: HistoryEvent = {
  stream: `division-${code}`,
  type: 'DivisionRegistered',
  data: { code, level: 'township', name: 'A township', on: '2018-01-01' },
}
const foundBase = (baseId: string, changes: object = {}) => ({
  type: 'FoundBase' as const,
  data: { baseId, divisionCode: code, name: 'A base', areaMu: 25, on: '2018-01-02', ...changes },
})

describe('given, when, then', () => {
  it('accepts the expected events or the expected rule', () => {
    const { events } = given([township])
      .when(foundBase('b1'))
      .then([{ type: 'BaseFounded', data: { baseId: 'b1' } }])
    expect(events).toMatchObject([{ type: 'BaseFounded', data: { areaMu: 25 } }])
    const { rejection } = given([]).when(foundBase('b1')).then('G7')
    expect(rejection).toMatchObject({ rule: 'G7', evidence: { divisionCode: code } })
  })

  it('decides a second command after the events of the first', () => {
    given([township])
      .when(foundBase('b1'))
      .then([{ type: 'BaseFounded' }])
      .when(foundBase('b1', { name: 'Another' }))
      .then('G6')
      .when(foundBase('b1'))
      .then([])
  })

  it('throws an error that shows the expected and the actual result', () => {
    const founded = given([township]).when(foundBase('b1'))
    expect(() => founded.then('G6')).toThrow(/FoundBase: expected G6, got \[.*BaseFounded/)
    const refused = given([]).when(foundBase('b1'))
    expect(() => refused.then([])).toThrow(/expected \[\], got G7 because of .*532329104/)
    for (const data of [{ areaMu: 26 }, { site: { name: 'x' } }, { baseId: ['b1'] }])
      expect(() =>
        given([township])
          .when(foundBase('b1'))
          .then([{ type: 'BaseFounded', data }]),
      ).toThrow(/expected/)
  })

  it('records on the given day', () => {
    given([township], { recordedOn: day('2018-01-01') })
      .when(foundBase('b1'))
      .then('G3')
  })

  it('throws on unknown event types, malformed stream names and data that does not fit its schema', () => {
    expect(() => given([{ ...township, type: 'DivisionLost' }])).toThrow(/DivisionLost/)
    expect(() => given([{ ...township, stream: 'division' }])).toThrow(/<aggregate>-<id>/)
    expect(() => given([{ ...township, data: {} }])).toThrow(/code/)
  })
})
