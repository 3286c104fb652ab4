// The worklist items of a mentoring agreement: quota, visits, end.
import { latest } from '@skein/kernel'
import { type Agreement, agreementRows, isCurrent } from './mentoring-network-rows.js'
import { removeWhen } from './shared/rows.js'
import { type Draft, draft } from './worklist-item.js'

export type { Agreement }

export const openAgreementRows = removeWhen(agreementRows, ({ state }) => state !== 'active')

/** The placements that count for the quota: current ones, and released ones of households that exited poverty. */
const countedPlacements = ({ placements, outcomes }: Agreement) => {
  const exited = outcomes.filter(({ outcome }) => outcome === 'exited').map(({ householdId }) => householdId)
  const last = new Map(placements.map((placement) => [placement.householdId, placement] as const))
  return [...last.values()].filter(
    (placement) => isCurrent(placement) || (placement.state === 'released' && exited.includes(placement.householdId)),
  )
}

const quota = (agreement: Agreement, agreementId: string): Draft[] => {
  const { quotaPeople, quotaHouseholds = 0, until } = agreement.terms
  const placed = countedPlacements(agreement)
  const people = placed.reduce((sum, placement) => sum + placement.people, 0)
  if (people >= quotaPeople && placed.length >= quotaHouseholds) return []
  const detail = { quotaPeople, people, quotaHouseholds, households: placed.length }
  return [draft('quota', { agreementId }, { since: agreement.signedOn, due: { by: 'day', day: until }, detail })]
}

const visits = ({ placements, visits }: Agreement, agreementId: string): Draft[] =>
  placements
    .filter(({ state }) => state === 'confirmed')
    .map(({ householdId, from }) => {
      const last = latest(from, visits.find((one) => one.householdId === householdId)?.lastOn)
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
