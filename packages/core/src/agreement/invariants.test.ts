// M7, M9 and M10 on what agreements, journeys and households say of each other; whole logs are in the testkit.
import { describe, expect, it } from 'vitest'
import { invariants } from '../rules/invariants.js'

type Running = { readonly mentorId: string; readonly endedOn?: string; readonly households: readonly string[] }

const holds = (
  id: string,
  agreements: Record<string, Running>,
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

const under = (mentorId: string, ...households: readonly string[]): Running => ({ mentorId, households })
const over = { mentorId: 't1', endedOn: '2018-08-01', households: [] }

describe('what holds of agreements, mentors and households together', () => {
  it('M7 a household in two agreements is found, whichever was first', () => {
    const found = [{ stream: 'household-h1', evidence: { agreements: 'a1, a2' } }]
    expect(holds('M7', { a1: under('t1', 'h1'), a2: under('t2', 'h1', 'h2') })).toEqual(found)
    expect(holds('M7', { a2: under('t2', 'h2', 'h1'), a1: under('t1', 'h1') })).toEqual(found)
    expect(holds('M7', { a1: under('t1', 'h1'), a2: over })).toEqual([])
  })

  it('M9 a mentor without an agreement is found, and an agreement without its mentor', () => {
    expect(holds('M9', { a1: over }, { t1: ['a1'] })).toEqual([
      { stream: 'journey-t1', evidence: { mentorsUnder: 'a1', activeAgreements: '' } },
    ])
    expect(holds('M9', { a1: under('t1') })).toEqual([
      { stream: 'journey-t1', evidence: { mentorsUnder: '', activeAgreements: 'a1' } },
    ])
    expect(holds('M9', { a1: under('t1'), a2: under('t1') }, { t1: ['a2', 'a1'], t2: [] })).toEqual([])
  })

  it('M10 a household under an agreement that is over is found; of one that is not there nothing is said', () => {
    expect(holds('M10', { a1: over, a2: under('t2') }, {}, { h1: 'a1', h2: 'a2', h3: 'a9' })).toEqual([
      { stream: 'household-h1', evidence: { mentoredUnder: 'a1', endedOn: '2018-08-01' } },
    ])
  })
})
