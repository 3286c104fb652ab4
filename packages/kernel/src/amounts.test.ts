import { expect, it } from 'vitest'
import { Fen, yuan } from './amounts.js'

it('accepts whole fen only, and formats them as yuan', () => {
  expect(Fen.safeParse(0.5).success).toBe(false)
  expect([260_000_000, 5, -1205].map(yuan)).toEqual(['2600000.00', '0.05', '-12.05'])
})
