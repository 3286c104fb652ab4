import { expect, it } from 'vitest'
import { blockedLines } from './blocked-lines.js'

const entry = (n: number) => ({
  stream: 'batch-b1',
  eventId: `e${n}`,
  event: 'SeatTaken',
  on: '2018-03-01',
  rule: 'G7',
  message: { en: 'It exists.', zh: '须存在。' },
  evidence: { found: false },
})

it('lists the first entries, with the streams of others, and counts the rest', () => {
  const all = Array.from({ length: 23 }, (_, n) => entry(n))
  const lines = blockedLines(all, 'journey-t1', 'en')
  expect(lines).toHaveLength(21)
  expect(lines[0]).toBe('├─ batch-b1 2018-03-01 SeatTaken (e0): G7 It exists. found = false')
  expect(lines.at(-1)).toBe('└─ … and 3 more; --json lists them all')
  expect(blockedLines(all, 'journey-t1', 'zh').at(-1)).toBe('└─ ……另有 3 项;--json 可全部列出')
})

it('names no stream where it is that of the change', () => {
  expect(blockedLines([entry(1)], 'batch-b1', 'en')).toEqual([
    '└─ 2018-03-01 SeatTaken (e1): G7 It exists. found = false',
  ])
})
