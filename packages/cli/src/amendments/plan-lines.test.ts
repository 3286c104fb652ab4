import { day, type Language, type Text } from '@skein/kernel'
import { expect, it } from 'vitest'
import type { ShownPlan } from './plan.js'
import { planLines } from './plan-lines.js'

const on = day('2018-12-01')
const exit = { eventId: 'e8', event: 'PovertyExited', on }
const evidence = { perCapitaFen: 240_000, lineFen: 350_000 }
const contradiction = { stream: 'household-h1', ...exit, rule: 'X1', evidence }
const reinstatement = { type: 'EntryAnnulled' as const, data: { eventId: 'e9', reason: 'paper found', on } }
const contradicted = {
  type: 'EntryContradicted' as const,
  data: { eventId: 'e8', rule: 'X1', evidence, becauseOf: 'e3', on },
}
const about = { ...exit, revision: 8, events: [] }
const words = (language: Language) => ({ language, translate: (text: Text) => text[language] })
const planWith = (...entries: ShownPlan['streams'][number]['entries']): ShownPlan => ({
  streams: [{ stream: 'household-h1', entries }],
  contradictions: [contradiction],
  affected: ['household-h1'],
})

it('lists the contradictions of what stands again, which no entry of the plan records', () => {
  const plan = planWith({ kind: 'reinstated', on, events: [reinstatement], about })
  expect(planLines(words('en'), plan)).toEqual([
    'household-h1',
    '├─ reinstated 2018-12-01 PovertyExited (revision 8): paper found',
    '└─ contradicted 2018-12-01 PovertyExited: X1, perCapitaFen = 240000, lineFen = 350000',
    '1 stream, 1 entry, 1 contradiction',
    'affected: 1 household (h1)',
  ])
  expect(planLines(words('zh'), plan)[2]).toBe(
    '└─ 与规则抵触 2018-12-01 PovertyExited:X1,perCapitaFen = 240000,lineFen = 350000',
  )
})

it('lists a contradiction that the plan records once', () => {
  const plan = planWith({ kind: 'contradicted', on, events: [contradicted], about })
  expect(planLines(words('en'), plan).filter((line) => line.includes('contradicted'))).toEqual([
    '└─ contradicted 2018-12-01 PovertyExited (revision 8): X1, perCapitaFen = 240000, lineFen = 350000',
  ])
})
