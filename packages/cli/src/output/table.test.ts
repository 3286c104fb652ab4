import { fc, test } from '@fast-check/vitest'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { table } from './table.js'

describe('a table', () => {
  it('aligns Chinese and English cells', () =>
    expect(
      table(
        [
          ['基地', '1'],
          ['base', '22'],
        ],
        ['left', 'right'],
      ),
    ).toEqual(['基地   1', 'base  22']))

  const cell = fc.string({ unit: fc.constantFrom('a', '基', ' ', '–', 'é'), maxLength: 8 })
  test.prop([fc.array(fc.tuple(cell, cell, fc.constant('|')), { minLength: 1 })])(
    'has rows of the same width',
    (rows) => {
      expect(new Set(table(rows).map((line) => stringWidth(line))).size).toBe(1)
    },
  )
})
