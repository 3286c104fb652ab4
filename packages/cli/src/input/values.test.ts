import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { parseDay, parseInstant, parseWholeNumber } from './values.js'

describe('typed values', () => {
  it('accept days that exist', () => {
    expect(parseDay('--today', '2020-02-29')).toBe('2020-02-29')
    for (const text of ['2019-02-29', '2020-2-9', '20200209', '', '2020-02-29T00:00:00Z'])
      expect(() => parseDay('--today', text)).toThrow('--today')
  })

  it('distinguish a day that does not exist from one in another format', () => {
    expect(() => parseDay('--today', '2020-02-30')).toThrow('does not exist')
    expect(() => parseDay('--today', '2020/06/30')).toThrow('is not written like 2018-06-11')
  })

  it('accept instants with an offset, on days that exist', () => {
    for (const text of ['2018-06-11T18:00:00+08:00', '2018-06-11T10:00Z', '2018-06-11T10:00:00.123Z'])
      expect(parseInstant('--known-at', text)).toBe(text)
    for (const text of ['2018-06-11', '2018-06-11T18:00:00', '2018-02-31T18:00:00Z', '2018-06-11T25:00:00Z'])
      expect(() => parseInstant('--known-at', text)).toThrow('--known-at')
  })

  test.prop([fc.integer({ min: -50, max: 150 })])('accept whole numbers within bounds', (number) => {
    const take = () => parseWholeNumber('--limit', String(number), 1, 100)
    if (number >= 1 && number <= 100) expect(take()).toBe(number)
    else expect(take).toThrow('--limit')
  })
})
