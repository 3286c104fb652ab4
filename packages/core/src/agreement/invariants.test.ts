// M7, M9 and M10 on views of agreements, journeys and households; the testkit checks whole logs.
import { describe, expect, it } from 'vitest'
import { invariants } from '../rules/invariants.js'

type AgreementView = { readonly mentorId: string; readonly endedOn?: string; readonly households: readonly string[] }

const violations = (
  id: string,
  agreements: Record<string, AgreementView>,
  journeys: Record<string, readonly string[]> = {},
  households: Record<string, string> = {},
) =>
  invariants
    .find((invariant) => invariant.id === id)
    ?.violations({
      agreement: new Map(Object.entries(agreements)),
      journey: new Map(Object.entries(journeys)),
      household: new Map(Object.entries(households)),
    })

const active = (mentorId: string, ...households: readonly string[]): AgreementView => ({ mentorId, households })
const ended = { mentorId: 't1', endedOn: '2018-08-01', households: [] }

describe('invariants', () => {
  it('M7 finds a household that is placed under two active agreements', () => {
    const violation = [{ stream: 'household-h1', evidence: { agreements: 'a1, a2' } }]
    expect(violations('M7', { a1: active('t1', 'h1'), a2: active('t2', 'h1', 'h2') })).toEqual(violation)
    expect(violations('M7', { a2: active('t2', 'h2', 'h1'), a1: active('t1', 'h1') })).toEqual(violation)
    expect(violations('M7', { a1: active('t1', 'h1'), a2: ended })).toEqual([])
  })

  it('M9 finds a mentor without an active agreement, and an active agreement without its mentor', () => {
    expect(violations('M9', { a1: ended }, { t1: ['a1'] })).toEqual([
      { stream: 'journey-t1', evidence: { mentorsUnder: 'a1', activeAgreements: '' } },
    ])
    expect(violations('M9', { a1: active('t1') })).toEqual([
      { stream: 'journey-t1', evidence: { mentorsUnder: '', activeAgreements: 'a1' } },
    ])
    expect(violations('M9', { a1: active('t1'), a2: active('t1') }, { t1: ['a2', 'a1'], t2: [] })).toEqual([])
  })

  it('M10 finds a household mentored under an ended agreement, and ignores unknown agreements', () => {
    expect(violations('M10', { a1: ended, a2: active('t2') }, {}, { h1: 'a1', h2: 'a2', h3: 'a9' })).toEqual([
      { stream: 'household-h1', evidence: { mentoredUnder: 'a1', endedOn: '2018-08-01' } },
    ])
  })
})
