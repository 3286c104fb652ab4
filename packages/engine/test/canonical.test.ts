import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from '../src/integrity/canonical.js'
import { uuidFrom } from '../src/integrity/ids.js'
import { hmacUnder } from '../src/privacy/hmac.js'

describe('canonical', () => {
  it('writes the example of RFC 8785', () => {
    const example = {
      // biome-ignore lint/correctness/noPrecisionLoss: the number of the RFC
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f',
      literals: [null, true, false],
    }
    expect(canonical(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('sorts keys by UTF-16 code units', () => {
    expect(canonical({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, ö: 7 })).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    )
  })

  it('says the same value, and the same text for equal values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonical(JSON.parse(text))).toBe(text)
        expect(canonical(turned(value))).toBe(text)
      }),
    )
  })

  it('leaves out what is undefined', () => {
    expect(canonical({ b: undefined, a: { c: undefined } })).toBe('{"a":{}}')
  })
})

/** The same value with the fields of every object the other way round. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, turned(field)]),
  )
}

it('tells UUIDs of version 5 from a namespace and a name', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (name, index) => {
      const namespace = Buffer.from('736b6569-6e2e-6e61-6d65-737061636521'.replaceAll('-', ''), 'hex')
      const digest = createHash('sha1')
        .update(namespace)
        .update(JSON.stringify([name, index]))
        .digest()
      digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50
      digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
      expect(uuidFrom(name, index).replaceAll('-', '')).toBe(digest.toString('hex', 0, 16))
      expect(uuidFrom(name, index)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }),
  )
})

it('makes the HMACs that everybody makes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'grapheme' }), (bytes, text) => {
      const key = Buffer.from(bytes)
      expect(hmacUnder(key)(text)).toBe(createHmac('sha256', key).update(text).digest('hex'))
    }),
  )
})
