// What every generated client does, and must get back.
import assert from 'node:assert/strict'

const environment = (name: string): string => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

export const url = environment('SKEIN_URL')
export const county = environment('SKEIN_COUNTY')
export const township = environment('SKEIN_TOWNSHIP')
export const village = environment('SKEIN_VILLAGE')

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

export const divisions = [
  { code: '532329', level: 'county' as const, name: '武定县', on: '2017-01-01' },
  { code: '532329104', level: 'township' as const, name: '插甸镇', parent: '532329', on: '2017-01-01' },
  { code: '532329104207', level: 'village' as const, name: '老木坝村', parent: '532329104', on: '2017-01-01' },
]

export const base = { baseId: 'b1', divisionCode: '532329104', name: 'Our base', areaMu: 25, on: '2018-01-01' }

export const nomination = {
  traineeId: 't1',
  baseId: 'b1',
  divisionCode: '532329104207',
  category: 'villager' as const,
  partyMember: false,
  willing: true,
  potential: ['growing' as const],
  needs: ['skills' as const],
  by: { role: 'villageBranch' as const, id: 'branch-7' },
  lawfulBasis: 'consent' as const,
  personal: { name: 'somebody' },
  on: '2018-01-06',
}

export const review = {
  traineeId: 't1',
  passed: true,
  findings: [],
  by: { role: 'townshipParty' as const, id: 'committee-1' },
  on: '2018-01-08',
}

export const selection = { traineeId: 't1', on: '2018-01-09' }

/** A base that does not exist, or belongs to others: the answer is the same. */
export const elsewhere = { ...nomination, traineeId: 't2', baseId: 'elsewhere' }

/** What a client got back. */
export interface Played {
  readonly revisionOfNomination: number
  readonly refusal: { readonly status: number; readonly rule: string | undefined; readonly detail: string | undefined }
  readonly revisionOfSelection: number
  readonly timeline: readonly string[]
  readonly worklistLength: number
  readonly stream: readonly string[]
  readonly events: readonly string[]
  readonly rules: number
  readonly outside: number
}

export const assertPlayed = (played: Played): void => {
  assert.equal(played.revisionOfNomination, 0)
  assert.deepEqual([played.refusal.status, played.refusal.rule], [422, 'S2'])
  assert.match(played.refusal.detail ?? '', /[一-鿿]/)
  assert.equal(played.revisionOfSelection, 2)
  const types = ['CandidateNominated', 'EligibilityReviewed', 'TraineeSelected']
  assert.deepEqual(played.timeline, types)
  assert.deepEqual(played.stream, types)
  assert.deepEqual(
    played.events,
    types.map((type) => `skein.${type}`),
  )
  assert.ok(played.worklistLength >= 0)
  assert.ok(played.rules > 50)
  assert.equal(played.outside, 403)
  console.log('the story is played')
}
