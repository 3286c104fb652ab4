import { describe, expect, it } from 'vitest'
import { detailText } from './detail.js'

describe('the data of an event', () => {
  it('shows money with thousands separators, and the total only where there was funding', () => {
    const funding = { kind: 'funding', amountFen: 123_456_789, total: 200_000_000 }
    expect(detailText(funding, 'en')).toBe(
      'kind: funding; amount (yuan): 1,234,567.89; total so far (yuan): 2,000,000.00',
    )
    expect(detailText({ kind: 'policy', total: 0 }, 'en')).toBe('kind: policy')
    expect(detailText({ annualIncomeFen: -12_345_600 }, 'zh')).toBe('年收入(元): -123,456.00')
  })
})
