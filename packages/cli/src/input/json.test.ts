import { fc, test } from '@fast-check/vitest'
import { readJson } from '@skein/http/json'
import { describe, expect, it } from 'vitest'

describe('JSON', () => {
  test.prop([fc.jsonValue({ noUnicodeString: false })])('is read as JSON.parse reads it', (value) => {
    const read = readJson(JSON.stringify(value))
    expect(read).toEqual({ _tag: 'Value', value: JSON.parse(JSON.stringify(value)) })
  })

  it('with a syntax error is reported with its place', () => {
    expect(readJson('{\n  "a": }')).toEqual({ _tag: 'Invalid', location: { line: 2, column: 8 } })
  })

  it('with a repeated key is rejected in one object, but not in two', () => {
    expect(readJson('[{"a":1},{"b":{"c":1,\n"c":2}}]')).toEqual({
      _tag: 'DuplicateKey',
      location: { line: 2, column: 1 },
    })
    expect(readJson('[{"a":1},{"a":2}]')).toMatchObject({ _tag: 'Value' })
  })
})
