import { describe, expect, it } from 'vitest'
import { languageOf } from '../src/problems/language.js'
import { preferredMediaType } from '../src/reading/media-type.js'

describe('languageOf', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-GB', 'en'],
    ['en;q=0.1, zh;q=0.2', 'zh'],
    ['fr, zh;q=0.5', 'zh'],
    ['zh;q=0', 'en'],
    ['', 'en'],
    [';;;,', 'en'],
  ])('of %j is %s', (header, language) => expect(languageOf(header)).toBe(language))
})

describe('preferredMediaType', () => {
  it.each([
    [undefined, 'a/json'],
    ['*/*', 'a/json'],
    ['a/csv, a/json', 'a/json'],
    ['a/csv, a/json;q=0.9', 'a/csv'],
    ['a/*;q=0.5, a/json;q=0.1', 'a/csv'],
    ['a/json;q=0, */*', 'a/csv'],
    ['b/c', undefined],
  ])('of %j is %s', (header, type) => expect(preferredMediaType(header, ['a/json', 'a/csv'])).toBe(type))
})
