import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { locateDuplicateKey } from '../src/json/duplicate-key.js'
import { scanJson } from '../src/json/scan.js'
import { countPairs, readJson, readJsonWithin } from '../src/json.js'

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

/** A string of JSON with the letters escaped. */
const escapedKey = (key: string): string =>
  JSON.stringify(key).replace(/[a-c]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`)

describe('scanJson', () => {
  test.prop([fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t')])(
    'finds the depth and the number of keys of any JSON',
    (value, space) => {
      const text = JSON.stringify(value, undefined, space)
      expect(scanJson(text)).toMatchObject({ depth: depthOf(JSON.parse(text)), pairs: countPairs(JSON.parse(text)) })
    },
  )

  test.prop([fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ':', 'a', '\n') })])(
    'takes any text',
    (text) => {
      expect(scanJson(text).depth).toBeGreaterThanOrEqual(0)
    },
  )

  it('does not count brackets and colons in strings', () => {
    expect(scanJson('{"a\\"{[:":"}}]:\\\\"}')).toEqual({ depth: 1, pairs: 1, mostKeys: 1, hasEscapedKey: true })
  })

  it.each([
    ['{"a":"\\n"}', false],
    ['{"\\u0061":1}', true],
    ['{"a":"\\\\", "b" : 1}', false],
    ['{"a":"\\\\", "b\\\\" : 1}', true],
    ['["\\n"]', false],
  ])('knows of %s whether a key is escaped: %s', (text, hasEscapedKey) => {
    expect(scanJson(text)).toMatchObject({ hasEscapedKey })
  })
})

describe('readJson', () => {
  test.prop([fc.jsonValue(), fc.constantFrom(undefined, 2)])(
    'reads every value that JSON.parse reads',
    (value, space) => {
      const text = JSON.stringify({ value }, undefined, space)
      expect(readJson(text)).toEqual({ _tag: 'Value', value: JSON.parse(text) })
    },
  )

  const pair = fc.tuple(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '"', '\\', ' '), maxLength: 2 }), fc.boolean())
  test.prop([fc.array(pair, { maxLength: 6 })])('finds equal keys, however they are escaped', (pairs) => {
    const members = pairs.map(([key, isEscaped]) => `${isEscaped ? escapedKey(key) : JSON.stringify(key)}:[{}]`)
    const isUnique = new Set(pairs.map(([key]) => key)).size === pairs.length
    expect(readJson(`[{${members.join(' , ')}}]`)._tag).toBe(isUnique ? 'Value' : 'DuplicateKey')
  })

  // found with Node 24: `JSON.parse` gave an escaped key as a backslash, depending on what it had parsed before
  it('gives every key its meaning, however it is escaped and whatever was read before', () => {
    const keys = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '"', '\\', ' '), maxLength: 2 }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(keys, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (unique, escaped) => {
        const members = unique.map((key, at) => `${escaped[at] ? escapedKey(key) : JSON.stringify(key)}:[{}]`)
        const read = readJson(`[{${members.join(' , ')}}]`)
        expect(read).toEqual({ _tag: 'Value', value: [Object.fromEntries(unique.map((key) => [key, [{}]]))] })
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['{"a":1,"a":2}', 1, 8],
    ['{"a":1,\n  "a":2}', 2, 3],
    ['{"a":1,"\\u0061":2}', 1, 8],
    ['[{"b":{"a":1,"c":[{}],"a":2}}]', 1, 23],
    ['{"__proto__":1,"__proto__":2}', 1, 16],
    ['{"a" : 1 , "a"\n: 2}', 1, 12],
  ])('locates the duplicate key of %j', (text, line, column) => {
    expect(readJson(text)).toEqual({ _tag: 'DuplicateKey', location: { line, column } })
    expect(locateDuplicateKey(text)).toEqual({ line, column })
  })

  it.each([
    ['{"a":1,"b":2}', 'Value'],
    ['[{"a":1,"b":2},{"a":1,"b":{"c":1,"d":2}}]', 'Value'],
    ['{"a":1,"b":{"c":1},"d":2}', 'TooManyKeys'],
    ['[{"a":1},{"a":1,"a":2,"a":3}]', 'TooManyKeys'],
    ['[[[]]]', 'TooDeep'],
    ['{"a":[{}]}', 'TooDeep'],
  ])('within limits reads %s as %s', (text, tag) => {
    expect(readJsonWithin(text, { depth: tag === 'TooDeep' ? 2 : 3, keys: 2 })._tag).toBe(tag)
  })

  it.each(['{"a":{"a":1},"b":{"a":1}}', '[{"a":1},{"a":1}]', '{"a":"a","b":"a"}', '{"toString":1,"constructor":2}'])(
    'finds none in %s',
    (text) => expect(readJson(text)._tag).toBe('Value'),
  )
})

/** Generated bodies that made reading slow. */
const large = (bytes: number): Readonly<Record<string, string>> => ({
  'escaped quotes': `{"a":"${'\\"'.repeat(bytes / 2)}`,
  'escaped quotes, closed': `{"a":"${'\\"'.repeat(bytes / 2)}"}`,
  backslashes: `{"a":"${'\\\\'.repeat(bytes / 2)}"}`,
  quotes: '"'.repeat(bytes),
  'empty strings': `[${'"",'.repeat(bytes / 3)}""]`,
  'strings with one escape': `[${'"\\n",'.repeat(bytes / 5)}""]`,
  nesting: '['.repeat(bytes),
  objects: '{"a":'.repeat(bytes / 5),
  numbers: `[${'1,'.repeat(bytes / 2)}1]`,
  'a long number': `[${'1'.repeat(bytes)}]`,
  'unicode escapes': `"${'\\ud842\\udfb7'.repeat(bytes / 12)}"`,
  'distinct keys': `{${Array.from({ length: bytes / 10 }, (_, at) => `"k${at}":0`).join(',')}}`,
  'equal keys at the end': `{${Array.from({ length: bytes / 10 }, (_, at) => `"k${at}":0`).join(',')},"k1":0}`,
  spaces: `{"a"${' '.repeat(bytes)}:1}`,
  'distinct escaped keys': `{${Array.from({ length: bytes / 15 }, (_, at) => `"\\u006b${at}":0`).join(',')}}`,
  'equal escaped keys': `{${Array.from({ length: bytes / 15 }, (_, at) => `"\\u006b${at}":0`).join(',')},"k1":0}`,
  'escaped keys without an end': `{${'"\\u006b":0,'.repeat(bytes / 11)}`,
  'strings with spaces behind': `[${`"a"${' '.repeat(20)},`.repeat(bytes / 24)}1]`,
})

describe('a large text', () => {
  // ten times as long, so that what is not linear takes a hundred times as long: minutes
  it.each(Object.keys(large(100)))('of %s is read in linear time', (name) => {
    const text = large(1_000_000)[name] ?? ''
    const startedAt = performance.now()
    readJson(text)
    locateDuplicateKey(text)
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })
})
