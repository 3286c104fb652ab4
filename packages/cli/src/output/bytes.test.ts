import { expect, it } from 'vitest'
import { formatBytes } from './bytes.js'

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_500, '1.5 kB'],
  [348_160, '348 kB'],
  [67_108_864, '67 MB'],
  [1_200_000_000, '1.2 GB'],
])('shows %i bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
