import { fc, test } from '@fast-check/vitest'
import { readJson } from '@skein/http/json'
import { describe, expect, it } from 'vitest'
import { nearest } from './nearest.js'
import { dayIn, instantIn, wholeNumberIn } from './values.js'

describe('nearest', () => {
  const names = ['journeyFunnel', 'journeyTimeline', 'worklist']
  it.each([
    ['journeyFunel', 'journeyFunnel'],
    ['JOURNEYTIMELINE', 'journeyTimeline'],
    ['worklsit', 'worklist'],
    ['nothing like it', undefined],
    ['', undefined],
    ['w'.repeat(10_000), undefined],
  ])('%s: %s', (typed, found) => expect(nearest(typed.slice(0, 200), names)).toBe(found))
})

describe('values', () => {
  it('take days that exist', () => {
    expect(dayIn('--today', '2020-02-29')).toBe('2020-02-29')
    for (const text of ['2019-02-29', '2020-2-9', '20200209', '', '2020-02-29T00:00:00Z'])
      expect(() => dayIn('--today', text)).toThrow('--today')
  })

  it('tell a day that does not exist from one that is written otherwise', () => {
    expect(() => dayIn('--today', '2020-02-30')).toThrow('does not exist')
    expect(() => dayIn('--today', '2020/06/30')).toThrow('is not written like 2018-06-11')
  })

  it('take instants with an offset, on days that exist', () => {
    for (const text of ['2018-06-11T18:00:00+08:00', '2018-06-11T10:00Z', '2018-06-11T10:00:00.123Z'])
      expect(instantIn('--known-at', text)).toBe(text)
    for (const text of ['2018-06-11', '2018-06-11T18:00:00', '2018-02-31T18:00:00Z', '2018-06-11T25:00:00Z'])
      expect(() => instantIn('--known-at', text)).toThrow('--known-at')
  })

  test.prop([fc.integer({ min: -50, max: 150 })])('take whole numbers within bounds', (number) => {
    const take = () => wholeNumberIn('--limit', String(number), 1, 100)
    if (number >= 1 && number <= 100) expect(take()).toBe(number)
    else expect(take).toThrow('--limit')
  })
})

describe('JSON', () => {
  test.prop([fc.jsonValue({ noUnicodeString: false })])('of any value is read back', (value) => {
    const read = readJson(JSON.stringify(value))
    expect(read).toEqual({ _tag: 'Value', value: JSON.parse(JSON.stringify(value)) })
  })

  it('that is broken says where', () => {
    expect(readJson('{\n  "a": }')).toEqual({ _tag: 'Invalid', location: { line: 2, column: 8 } })
  })

  it('with a key twice in one object is refused, in two objects it is not', () => {
    expect(readJson('[{"a":1},{"b":{"c":1,\n"c":2}}]')).toEqual({
      _tag: 'DuplicateKey',
      location: { line: 2, column: 1 },
    })
    expect(readJson('[{"a":1},{"a":2}]')).toMatchObject({ _tag: 'Value' })
  })
})
