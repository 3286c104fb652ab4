// Mentoring agreements: quota, placed households, visits and outcomes.
import { type Projection, type Tally, unionBy } from '@skein/kernel'
import { z } from 'zod'
import { either, withAgreement, withBase } from '../divisions/refs.js'
import { type Agreement, agreementRows, confirmedPlacements, isCurrent } from './mentoring-network-rows.js'
import { docKey, partsOfKey } from './shared/keys.js'
import { by } from './shared/lists.js'
import { countOf, Rate, rateOf } from './shared/numbers.js'

const modes = ['partyCooperativeFarmers', 'leaderFarmers', 'shareholdingCooperative'] as const

const People = z.object({ households: z.number(), people: z.number() })

const MentoredHousehold = z.object({
  householdId: z.string(),
  attempt: z.number(),
  /** As counted at the placement. */
  people: z.number(),
  /** `ended`: together with the agreement. */
  state: z.enum(['pending', 'confirmed', 'declined', 'released', 'ended']),
  from: z.string(),
  until: z.string().nullable(),
  visits: z.number(),
  lastVisitOn: z.string().nullable(),
  /** The last outcome under this agreement. */
  outcome: z.object({ outcome: z.enum(['exited', 'relapsed']), people: z.number(), on: z.string() }).nullable(),
})

const Figures = z.object({
  /** Placed now, pending or confirmed; none once the agreement has ended. */
  placed: People,
  /** Of those, the ones not confirmed yet. */
  pending: People,
  /** Households whose placement was ever confirmed, as counted at their last confirmed placement. */
  carried: People,
  visits: z.number(),
  /** Households that joined, poor or not: the last figure. */
  farmersDrawn: z.number(),
  /** Households by their last outcome under the agreement. */
  exited: People,
  relapsed: People,
})

export const MentoringAgreement = z.object({
  kind: z.literal('agreement'),
  agreementId: z.string(),
  baseId: z.string(),
  mentorId: z.string(),
  mode: z.enum(modes),
  partyOrganisation: z.string(),
  cooperativeId: z.string().optional(),
  industry: z.string(),
  from: z.string(),
  until: z.string(),
  signedOn: z.string(),
  state: z.enum(['active', 'completed', 'terminated']),
  endedOn: z.string().nullable(),
  endReason: z.string().nullable(),
  quotaPeople: z.number(),
  quotaHouseholds: z.number().optional(),
  /** People placed now ÷ quota. */
  quotaUsed: Rate,
  ...Figures.shape,
  /** The last pledge for each kind and unit. */
  pledged: z.array(z.object({ kind: z.string(), unit: z.string(), quantity: z.number(), on: z.string() })),
  /** The last placement of each household, in the order of ids. */
  households: z.array(MentoredHousehold),
})
export type MentoringAgreement = z.infer<typeof MentoringAgreement>

const Totals = z.object({
  signed: z.number(),
  active: z.number(),
  completed: z.number(),
  terminated: z.number(),
  /** The quota of the active agreements, in people. */
  quotaPeople: z.number(),
  quotaUsed: Rate,
  /** A household that changed from one agreement to another counts twice in `carried`. */
  ...Figures.shape,
})

export const MentoringTotals = z.object({
  kind: z.literal('base'),
  baseId: z.string(),
  ...Totals.shape,
  /** Only modes with agreements. */
  modes: z.array(z.object({ mode: z.enum(modes), ...Totals.shape })),
})
export type MentoringTotals = z.infer<typeof MentoringTotals>

export const MentoringNetwork = unionBy('kind', [MentoringAgreement, MentoringTotals])
export type MentoringNetwork = z.infer<typeof MentoringNetwork>

const peopleOf = (list: readonly { readonly people: number }[]): z.infer<typeof People> => ({
  households: list.length,
  people: list.reduce((sum, { people }) => sum + people, 0),
})

const figuresOf = (agreement: Agreement): z.infer<typeof Figures> => {
  const { placements, visits, outcomes, farmersDrawn } = agreement
  const placed = placements.filter(isCurrent)
  return {
    placed: peopleOf(placed),
    pending: peopleOf(placed.filter(({ state }) => state === 'pending')),
    carried: peopleOf(confirmedPlacements(agreement)),
    visits: visits.reduce((sum, { visits }) => sum + visits, 0),
    farmersDrawn: farmersDrawn?.households ?? 0,
    exited: peopleOf(outcomes.filter(({ outcome }) => outcome === 'exited')),
    relapsed: peopleOf(outcomes.filter(({ outcome }) => outcome === 'relapsed')),
  }
}

const groups = ['placed', 'pending', 'carried', 'exited', 'relapsed'] as const

const tally = (agreement: Agreement): Tally => {
  const { terms, state } = agreement
  const figures = figuresOf(agreement)
  const nameOf = (count: string) => `${terms.mode}/${count}`
  const counts: Record<string, number> = {
    [nameOf(state)]: 1,
    [nameOf('quotaPeople')]: state === 'active' ? terms.quotaPeople : 0,
    [nameOf('visits')]: figures.visits,
    [nameOf('farmersDrawn')]: figures.farmersDrawn,
  }
  for (const group of groups) {
    counts[nameOf(`${group}/households`)] = figures[group].households
    counts[nameOf(`${group}/people`)] = figures[group].people
  }
  return counts
}

/** The totals over some modes. */
const totalsOf = (counts: Tally, ofModes: readonly string[]): z.infer<typeof Totals> => {
  const sum = (name: string): number => ofModes.reduce((total, mode) => total + countOf(counts, `${mode}/${name}`), 0)
  const people = (group: (typeof groups)[number]) => ({
    households: sum(`${group}/households`),
    people: sum(`${group}/people`),
  })
  const [active, completed, terminated] = [sum('active'), sum('completed'), sum('terminated')]
  const quotaPeople = sum('quotaPeople')
  const placed = people('placed')
  return {
    signed: active + completed + terminated,
    active,
    completed,
    terminated,
    quotaPeople,
    quotaUsed: rateOf(placed.people, quotaPeople),
    placed,
    pending: people('pending'),
    carried: people('carried'),
    visits: sum('visits'),
    farmersDrawn: sum('farmersDrawn'),
    exited: people('exited'),
    relapsed: people('relapsed'),
  }
}

const totals = (baseId: string, counts: Tally): MentoringTotals => ({
  kind: 'base',
  baseId,
  ...totalsOf(counts, modes),
  modes: modes.map((mode) => ({ mode, ...totalsOf(counts, [mode]) })).filter(({ signed }) => signed > 0),
})

const document = (agreementId: string, agreement: Agreement): MentoringAgreement => {
  const { terms, signedOn, state, endedOn, endReason, pledges } = agreement
  const figures = figuresOf(agreement)
  return {
    kind: 'agreement',
    agreementId,
    ...terms,
    signedOn,
    state,
    endedOn,
    endReason,
    quotaUsed: rateOf(figures.placed.people, terms.quotaPeople),
    ...figures,
    pledged: [...pledges].sort(by(({ kind, unit }) => `${kind}/${unit}`)),
    households: householdsOf(agreement),
  }
}

const householdsOf = ({ placements, visits, outcomes }: Agreement): MentoringAgreement['households'] => {
  const last = new Map(placements.map((placement) => [placement.householdId, placement]))
  return [...last.values()].sort(by(({ householdId }) => householdId)).map((placement) => {
    const { wasConfirmed: _, ...placed } = placement
    const visited = visits.find(({ householdId }) => householdId === placed.householdId)
    const result = outcomes.find(({ householdId }) => householdId === placed.householdId)
    return {
      ...placed,
      visits: visited?.visits ?? 0,
      lastVisitOn: visited?.lastOn ?? null,
      outcome: result === undefined ? null : { outcome: result.outcome, people: result.people, on: result.on },
    }
  })
}

/** Keys: the agreementId, as `docKey` writes it; `base:{id}`. */
export const mentoringNetwork: Projection<Agreement, Agreement, MentoringNetwork> = {
  name: 'mentoringNetwork',
  version: 1,
  division: either(withAgreement, withBase),
  ...agreementRows,
  documents: (agreement, id) => [[docKey(id), agreement]],
  tallies: (agreement) => [[`base:${agreement.terms.baseId}`, tally(agreement)]],
  publish: ({ key, own, tally: counts }) =>
    own === undefined ? totals(key.slice('base:'.length), counts) : document(partsOfKey(key)[0] ?? key, own),
  schema: MentoringNetwork,
}
