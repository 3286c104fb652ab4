// Lead households: their industries and scales, support, cooperatives and posts.
import { type Projection, type Tally, unionBy } from '@skein/kernel'
import { z } from 'zod'
import { either, withBase, withTrainee } from '../divisions/refs.js'
import { type Lead, leadRows } from './lead-households-rows.js'
import { docKey, partsOfKey } from './shared/keys.js'
import { by } from './shared/lists.js'
import { countOf, countsUnder, Rate, rateOf } from './shared/numbers.js'
import { holdsPost } from './shared/posts.js'

const Scale = z.object({
  industry: z.string(),
  /** The last size, in `unit`. */
  quantity: z.number(),
  unit: z.string(),
  /** The threshold of the policy at the time of the record, in the same unit; 0 if it had none. */
  threshold: z.number(),
  annualIncomeFen: z.number().optional(),
  on: z.string(),
  /** The day on which the industry reached its threshold. */
  reachedOn: z.string().nullable(),
})

const Held = z.object({
  post: z.string(),
  body: z.string(),
  divisionCode: z.string(),
  /** How it was taken; absent for a post held before the nomination. */
  how: z.string().optional(),
  /** For a post held before the nomination: the day of the nomination. */
  from: z.string(),
  until: z.string().nullable(),
})

export const LeadHousehold = z.object({
  kind: z.literal('person'),
  traineeId: z.string(),
  baseId: z.string(),
  divisionCode: z.string(),
  partyMember: z.boolean(),
  /** The status of the journey. */
  journeyStatus: z.enum(['active', 'rejected', 'withdrawn', 'disqualified']),
  /** `former`: was listed or recognised, and is neither now. */
  status: z.enum(['listed', 'recognised', 'former']),
  /** The current listing. */
  listed: z.object({ industry: z.string(), conditions: z.array(z.string()), on: z.string() }).nullable(),
  /** The current recognitions, in the order of industries. */
  recognised: z.array(z.object({ industry: z.string(), on: z.string() })),
  trainedOn: z.string().nullable(),
  /** In the order of industries. */
  scales: z.array(Scale),
  /** Funding granted, in fen. */
  fundingFen: z.number(),
  /** In the order of days. */
  support: z.array(
    z.object({
      kind: z.enum(['funding', 'policy']),
      instrument: z.string(),
      purpose: z.string(),
      amountFen: z.number().optional(),
      on: z.string(),
    }),
  ),
  /** The last record of each cooperative, in the order of ids. */
  cooperatives: z.array(
    z.object({
      cooperativeId: z.string(),
      name: z.string(),
      members: z.number(),
      farmers: z.number(),
      partyLed: z.boolean(),
      on: z.string(),
    }),
  ),
  /** In the order of the days on which they were taken. */
  posts: z.array(Held),
  /** The ids of active mentoring agreements, sorted. */
  agreements: z.array(z.string()),
})
export type LeadHousehold = z.infer<typeof LeadHousehold>

const Totals = z.object({
  /** People who are listed now, in active status. */
  listed: z.number(),
  /** People who are recognised now, in active status. */
  recognised: z.number(),
  /** Of the recognised, those who reached the threshold in an industry of their recognition. */
  atScale: Rate,
  /** Of the recognised, those with an active mentoring agreement. */
  mentoring: Rate,
  /** Of the recognised, those who hold a village post. */
  inPost: Rate,
  /** People who were ever listed or recognised. */
  ever: z.number(),
  /** Of those, people with funding, and with any support. */
  funded: z.number(),
  supported: z.number(),
  /** Funding granted to them, in fen. */
  fundingFen: z.number(),
  /** Cooperatives they lead, counted per leader. */
  cooperatives: z.number(),
  partyLedCooperatives: z.number(),
  cooperativeMembers: z.number(),
})

export const LeadHouseholdTotals = z.object({
  kind: z.literal('base'),
  baseId: z.string(),
  ...Totals.shape,
  /** In the order of industries; a person recognised in two counts in both. */
  industries: z.array(
    z.object({ industry: z.string(), listed: z.number(), recognised: z.number(), atScale: z.number() }),
  ),
})
export type LeadHouseholdTotals = z.infer<typeof LeadHouseholdTotals>

export const LeadHouseholds = unionBy('kind', [LeadHousehold, LeadHouseholdTotals])
export type LeadHouseholds = z.infer<typeof LeadHouseholds>

/** The tally that one person adds to a base. */
const tally = (lead: Lead): Tally => {
  const counts: Record<string, number> = {
    ever: 1,
    fundingFen: lead.fundingFen,
    funded: lead.fundingFen > 0 ? 1 : 0,
    supported: lead.support.length > 0 ? 1 : 0,
    cooperatives: lead.cooperatives.length,
    partyLedCooperatives: lead.cooperatives.filter(({ partyLed }) => partyLed).length,
    cooperativeMembers: lead.cooperatives.reduce((sum, { members }) => sum + members, 0),
  }
  if (lead.journeyStatus !== 'active') return counts
  if (lead.listed !== null) {
    counts['people/listed'] = 1
    counts[`listed/${lead.listed.industry}`] = 1
  }
  if (lead.recognised.length === 0) return counts
  counts['people/recognised'] = 1
  if (lead.agreements.length > 0) counts['people/mentoring'] = 1
  if (holdsPost(lead.posts)) counts['people/inPost'] = 1
  for (const { industry } of lead.recognised) {
    counts[`recognised/${industry}`] = 1
    if (!lead.reached.some((one) => one.industry === industry)) continue
    counts['people/atScale'] = 1
    counts[`atScale/${industry}`] = 1
  }
  return counts
}

const industriesOf = (counts: Tally): LeadHouseholdTotals['industries'] => {
  const industries = ['listed/', 'recognised/'].flatMap((prefix) =>
    countsUnder(counts, prefix).map(([industry]) => industry),
  )
  return [...new Set(industries)].sort().map((industry) => ({
    industry,
    listed: countOf(counts, `listed/${industry}`),
    recognised: countOf(counts, `recognised/${industry}`),
    atScale: countOf(counts, `atScale/${industry}`),
  }))
}

const totals = (baseId: string, counts: Tally): LeadHouseholdTotals => {
  const recognised = countOf(counts, 'people/recognised')
  return {
    kind: 'base',
    baseId,
    listed: countOf(counts, 'people/listed'),
    recognised,
    atScale: rateOf(countOf(counts, 'people/atScale'), recognised),
    mentoring: rateOf(countOf(counts, 'people/mentoring'), recognised),
    inPost: rateOf(countOf(counts, 'people/inPost'), recognised),
    ever: countOf(counts, 'ever'),
    funded: countOf(counts, 'funded'),
    supported: countOf(counts, 'supported'),
    fundingFen: countOf(counts, 'fundingFen'),
    cooperatives: countOf(counts, 'cooperatives'),
    partyLedCooperatives: countOf(counts, 'partyLedCooperatives'),
    cooperativeMembers: countOf(counts, 'cooperativeMembers'),
    industries: industriesOf(counts),
  }
}

const byIndustry = by<{ readonly industry: string }>(({ industry }) => industry)

const person = (traineeId: string, lead: Lead): LeadHousehold => {
  const { baseId, divisionCode, partyMember, journeyStatus, listed, trainedOn, fundingFen } = lead
  return {
    kind: 'person',
    traineeId,
    baseId,
    divisionCode,
    partyMember,
    journeyStatus,
    status: statusOf(lead),
    listed: listed && { ...listed, conditions: [...listed.conditions] },
    recognised: [...lead.recognised].sort(byIndustry),
    trainedOn,
    scales: lead.scales.map((scale) => ({ ...scale, reachedOn: reachedOn(lead, scale.industry) })).sort(byIndustry),
    fundingFen,
    support: [...lead.support],
    cooperatives: [...lead.cooperatives].sort(by(({ cooperativeId }) => cooperativeId)),
    posts: [...lead.posts],
    agreements: [...lead.agreements].sort(),
  }
}

const statusOf = ({ listed, recognised }: Lead): LeadHousehold['status'] => {
  if (recognised.length > 0) return 'recognised'
  return listed === null ? 'former' : 'listed'
}

const reachedOn = ({ reached }: Lead, industry: string): string | null =>
  reached.find((one) => one.industry === industry)?.on ?? null

/**
 * Keys: the traineeId, as `docKey` writes it, of every person ever listed or recognised; `base:{id}`, the base of the
 * last nomination.
 */
export const leadHouseholds: Projection<Lead, Lead, LeadHouseholds> = {
  name: 'leadHouseholds',
  version: 1,
  division: either(withTrainee, withBase),
  ...leadRows,
  documents: (lead, id) => (lead.everLead ? [[docKey(id), lead]] : []),
  tallies: (lead) => (lead.everLead ? [[`base:${lead.baseId}`, tally(lead)]] : []),
  publish: ({ key, own, tally: counts }) =>
    own === undefined ? totals(key.slice('base:'.length), counts) : person(partsOfKey(key)[0] ?? key, own),
  schema: LeadHouseholds,
}
