import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { byUrgency, isOverdue, type WorklistItem } from './worklist-item.js'

describe('worklist items', () => {
  test('an item due today is not late', () => {
    expect([
      isOverdue('2018-03-01', '2018-03-01'),
      isOverdue('2018-03-01', '2018-03-02'),
      isOverdue(null, '2018-03-02'),
    ]).toEqual([false, true, false])
  })

  const item = fc.record({
    dueOn: fc.constantFrom(null, '2018-03-01', '2018-04-01'),
    isFocus: fc.boolean(),
    kind: fc.constantFrom('visit' as const, 'quota' as const),
    id: fc.constantFrom('a', 'b'),
  })
  const itemOf = (fields: {
    dueOn: string | null
    isFocus: boolean
    kind: 'visit' | 'quota'
    id: string
  }): WorklistItem => ({
    baseId: 'b1',
    about: {},
    since: '2018-01-01',
    overdue: false,
    detail: {},
    ...fields,
  })

  test.prop([fc.array(item)])('sorts the earliest due first, undated items last, focus before others', (items) => {
    const sorted = items.map(itemOf).sort(byUrgency)
    sorted.slice(1).forEach((later, at) => {
      const earlier = sorted[at]
      expect((earlier?.dueOn ?? '9999') <= (later.dueOn ?? '9999')).toBe(true)
      if (earlier?.dueOn === later.dueOn) expect(Number(earlier.isFocus) >= Number(later.isFocus)).toBe(true)
    })
    expect([...items].reverse().map(itemOf).sort(byUrgency)).toEqual(sorted)
  })
})
