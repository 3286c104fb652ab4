// What is to be done about one mentoring agreement: its quota, its visits, its end.
import { latest } from '@skein/kernel'
import { type Agreement, agreementRows, isStanding } from './mentoring-network-rows.js'
import { until } from './shared/rows.js'
import { type Draft, draft } from './worklist-item.js'

export type { Agreement }

export const openAgreementRows = until(agreementRows, ({ state }) => state !== 'active')

/** Who counts against the quota: whoever is placed, and whoever left the agreement out of poverty. */
const carried = ({ placements, outcomes }: Agreement) => {
  const exited = outcomes.filter(({ outcome }) => outcome === 'exited').map(({ householdId }) => householdId)
  const last = new Map(placements.map((placement) => [placement.householdId, placement] as const))
  return [...last.values()].filter(
    (placement) => isStanding(placement) || (placement.state === 'released' && exited.includes(placement.householdId)),
  )
}

const quota = (agreement: Agreement, agreementId: string): Draft[] => {
  const { quotaPeople, quotaHouseholds = 0, until } = agreement.terms
  const placed = carried(agreement)
  const people = placed.reduce((sum, of) => sum + of.people, 0)
  if (people >= quotaPeople && placed.length >= quotaHouseholds) return []
  const detail = { quotaPeople, people, quotaHouseholds, households: placed.length }
  return [draft('quota', { agreementId }, { since: agreement.signedOn, due: { by: 'day', day: until }, detail })]
}

const visits = ({ placements, visits }: Agreement, agreementId: string): Draft[] =>
  placements
    .filter(({ state }) => state === 'confirmed')
    .map(({ householdId, from }) => {
      const last = latest(from, visits.find((of) => of.householdId === householdId)?.lastOn)
      return draft('visit', { agreementId, householdId }, { since: last, due: { by: 'visit', last } })
    })

export const agreementItems = (agreement: Agreement, agreementId: string): Draft[] => {
  const { until } = agreement.terms
  return [
    draft('agreementEnd', { agreementId }, { since: until, due: { by: 'day', day: until } }),
    ...quota(agreement, agreementId),
    ...visits(agreement, agreementId),
  ]
}
