import { describe, expect, it } from 'vitest'
import { describeValue, type OptionType, option, optionProblems } from './options.js'

const aName = { en: 'a name', zh: '名称' }

describe('an option', () => {
  it.each<[type: OptionType, fitting: readonly unknown[], unfitting: readonly unknown[]]>([
    [option.text(aName), ['x'], ['', 7, null]],
    [option.flag, [true, false], [0, 'true', null]],
    [option.wholeNumber(1), [1, 7], [0, -1, 1.5, '1', Number.NaN, Number.POSITIVE_INFINITY]],
    [option.wholeNumber(0, 5), [0, 5], [6]],
    [option.oneOf('full', 'normal'), ['full'], ['none', undefined]],
    [option.texts, [[], ['x']], ['x', [7]]],
    [option.function, [() => 0], [{}]],
    [option.day, ['2018-06-11'], ['yesterday', '2018-02-30', new Date()]],
    [option.signal, [{ aborted: false }], [true, {}]],
    [option.objectWith(aName, 'events'), [{ events: [] }], [{}, 'events', Promise.resolve()]],
  ])('of %o fits what it must', ({ fits }, fitting, unfitting) => {
    for (const value of fitting) expect(fits(value), String(value)).toBe(true)
    for (const value of unfitting) expect(fits(value), String(value)).toBe(false)
  })
})

describe('the problems of options', () => {
  const types = {
    name: option.required(option.text(aName)),
    secret: option.secret(option.text(aName)),
    size: option.wholeNumber(1),
  }

  it('are none where all fit or are left out', () => {
    expect(optionProblems('open', { name: 'x' }, types)).toEqual([])
    expect(optionProblems('open', { name: 'x', size: undefined, other: 7 }, types)).toEqual([])
  })

  it('are all named, and a secret is never repeated', () => {
    expect(optionProblems('open', { secret: 12345, size: 'large' }, types)).toEqual([
      { en: 'open: `name` is missing. Expected a name.', zh: 'open:缺少 `name`。应为名称。' },
      { en: 'open: `secret` cannot be used. Expected a name.', zh: 'open:`secret` 不可用。应为名称。' },
      {
        en: 'open: `size` is "large". Expected a whole number from 1.',
        zh: 'open:`size` 为 "large"。应为不小于 1 的整数。',
      },
    ])
  })

  it('are one where the options are no object', () => {
    expect(optionProblems('open', 'x', types)).toEqual([
      {
        en: 'open takes an object of options with `name`, and got "x".',
        zh: 'open 的选项应为对象,含 `name`,而得到的是 "x"。',
      },
    ])
  })
})

it.each([
  ['x'.repeat(100), `"${'x'.repeat(80)}…"`],
  ['two\nlines', '"two\\nlines"'],
  [null, 'null'],
  [[1, 2], 'an array'],
  [{ password: 'secret' }, 'an object { password }'],
  [Promise.resolve(1), 'a promise (await it first)'],
  [() => 0, 'a function'],
])('%o is described briefly, without the content of objects', (value, en) => {
  expect(describeValue(value).en).toBe(en)
})
