// Who mentors whom under which agreement, and what became of it.

import type { Projection, Tally } from '@skein/kernel'
import { z } from 'zod'
import { either, withAgreement, withBase } from '../divisions/refs.js'
import { type Agreement, agreementRows, carriedBy, isStanding } from './mentoring-network-rows.js'
import { by } from './shared/dated.js'
import { docKey, partsOfKey } from './shared/keys.js'
import { countOf, Rate, rateOf } from './shared/numbers.js'

const modes = ['partyCooperativeFarmers', 'leaderFarmers', 'shareholdingCooperative'] as const

const People = z.object({ households: z.number(), people: z.number() })

const MentoredHousehold = z.object({
  householdId: z.string(),
  attempt: z.number(),
  /** As counted when placed. */
  people: z.number(),
  /** `ended`: with the agreement. */
  state: z.enum(['pending', 'confirmed', 'declined', 'released', 'ended']),
  from: z.string(),
  until: z.string().nullable(),
  visits: z.number(),
  lastVisitOn: z.string().nullable(),
  /** The outcome of the latest day under this agreement. */
  outcome: z.object({ outcome: z.enum(['exited', 'relapsed']), people: z.number(), on: z.string() }).nullable(),
})

const Figures = z.object({
  /** Placed now, pending or confirmed; nobody once the agreement ended. */
  placed: People,
  /** Of those, not yet confirmed. */
  pending: People,
  /** Households that ever accepted, as counted at their last placement. */
  carried: People,
  visits: z.number(),
  /** Households drawn in, poor or not, as last told. */
  farmersDrawn: z.number(),
  /** By the outcome of the latest day of each household under the agreement. */
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
  /** By kind and unit, as last told. */
  pledged: z.array(z.object({ kind: z.string(), unit: z.string(), quantity: z.number(), on: z.string() })),
  /** The last placement of each household, by household. */
  households: z.array(MentoredHousehold),
})
export type MentoringAgreement = z.infer<typeof MentoringAgreement>

const Totals = z.object({
  signed: z.number(),
  active: z.number(),
  completed: z.number(),
  terminated: z.number(),
  /** Of the active agreements, in people. */
  quotaPeople: z.number(),
  quotaUsed: Rate,
  /** A household that went from one agreement to another counts in both where it says `carried`. */
  ...Figures.shape,
})

export const MentoringTotals = z.object({
  kind: z.literal('base'),
  baseId: z.string(),
  ...Totals.shape,
  /** Modes with agreements. */
  modes: z.array(z.object({ mode: z.enum(modes), ...Totals.shape })),
})
export type MentoringTotals = z.infer<typeof MentoringTotals>

export const MentoringNetwork = z.discriminatedUnion('kind', [MentoringAgreement, MentoringTotals])
export type MentoringNetwork = z.infer<typeof MentoringNetwork>

const peopleOf = (list: readonly { readonly people: number }[]): z.infer<typeof People> => ({
  households: list.length,
  people: list.reduce((sum, { people }) => sum + people, 0),
})

const figuresOf = (agreement: Agreement): z.infer<typeof Figures> => {
  const { placements, visits, outcomes, farmersDrawn } = agreement
  const placed = placements.filter(isStanding)
  return {
    placed: peopleOf(placed),
    pending: peopleOf(placed.filter(({ state }) => state === 'pending')),
    carried: peopleOf(carriedBy(agreement)),
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
  const of = (name: string) => `${terms.mode}/${name}`
  const counts: Record<string, number> = {
    [of(state)]: 1,
    [of('quotaPeople')]: state === 'active' ? terms.quotaPeople : 0,
    [of('visits')]: figures.visits,
    [of('farmersDrawn')]: figures.farmersDrawn,
  }
  for (const group of groups) {
    counts[of(`${group}/households`)] = figures[group].households
    counts[of(`${group}/people`)] = figures[group].people
  }
  return counts
}

/** The sum over these modes. */
const totalsOf = (counts: Tally, of: readonly string[]): z.infer<typeof Totals> => {
  const sum = (name: string): number => of.reduce((total, mode) => total + countOf(counts, `${mode}/${name}`), 0)
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
    const met = outcomes.find(({ householdId }) => householdId === placed.householdId)
    return {
      ...placed,
      visits: visited?.visits ?? 0,
      lastVisitOn: visited?.lastOn ?? null,
      outcome: met === undefined ? null : { outcome: met.outcome, people: met.people, on: met.on },
    }
  })
}

/** Keys: the agreementId (as `docKey` writes it, apart from the bases); `base:{id}`. */
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
