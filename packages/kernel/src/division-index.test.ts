import { expect, it } from 'vitest'
import { divisionIndexOf } from './division-index.js'
import type { Domain } from './domain.js'

const determinedBy = { Founded: (data: object) => ('code' in data ? { division: String(data.code) } : undefined) }
const domain = {
  aggregates: [
    { name: 'base', division: { determinedBy } },
    { name: 'person', division: { determinedBy: { Nominated: () => ({ with: 'base-b1' }) }, canChange: true } },
    { name: 'plain' },
  ],
  projections: [{ name: 'report', division: (_doc: object, key: string) => ({ division: key }) }],
  views: [],
  // sound: the index reads nothing else of a domain
} as unknown as Domain
const index = divisionIndexOf(domain)

it('finds the divisions of streams by event type', () => {
  expect([index.determines('Founded'), index.determines('Closed')]).toEqual([true, false])
  expect(index.refOf({ type: 'Founded', data: { code: '532329' } })).toEqual({ division: '532329' })
  expect(index.refOf({ type: 'Founded', data: {} })).toBeUndefined()
  expect(index.refOf({ type: 'Closed', data: {} })).toBeUndefined()
  expect(['base-b1', 'person-p1', 'plain-x'].map((stream) => index.canChange(stream))).toEqual([false, true, false])
})

it('finds the divisions of documents by read model', () => {
  expect(index.refOfDocument('report', '532329', {})).toEqual({ division: '532329' })
  expect(index.refOfDocument('unknown', '532329', {})).toBeUndefined()
  expect(index.refOfDocument('report', '532329', undefined)).toBeUndefined()
})
