// The lead households: what they grow, how big, with what support, and what they lead.

import type { Projection, Tally } from '@skein/kernel'
import { z } from 'zod'
import { either, withBase, withTrainee } from '../divisions/refs.js'
import { type Lead, leadRows } from './lead-households-rows.js'
import { by, byDay } from './shared/dated.js'
import { docKey, partsOfKey } from './shared/keys.js'
import { countOf, countsUnder, Rate, rateOf } from './shared/numbers.js'
import { holdsPost } from './shared/posts.js'

const Scale = z.object({
  industry: z.string(),
  /** The size of the latest day, in `unit`. */
  quantity: z.number(),
  unit: z.string(),
  /** What the policy asked for when it was recorded, in the same unit; 0 where it named none. */
  threshold: z.number(),
  annualIncomeFen: z.number().optional(),
  on: z.string(),
  /** Since when the industry counts as reaching its threshold. */
  reachedOn: z.string().nullable(),
})

const Held = z.object({
  post: z.string(),
  body: z.string(),
  divisionCode: z.string(),
  /** How it was taken; absent where it was held before the nomination that names it. */
  how: z.string().optional(),
  /** For a post held before, the day of the nomination that names it. */
  from: z.string(),
  until: z.string().nullable(),
})

export const LeadHousehold = z.object({
  kind: z.literal('person'),
  traineeId: z.string(),
  baseId: z.string(),
  divisionCode: z.string(),
  partyMember: z.boolean(),
  /** Of the journey. */
  journeyStatus: z.enum(['active', 'rejected', 'withdrawn', 'disqualified']),
  /** `former`: was on the list or recognised, and is neither now. */
  status: z.enum(['listed', 'recognised', 'former']),
  /** Where the listing stands. */
  listed: z.object({ industry: z.string(), conditions: z.array(z.string()), on: z.string() }).nullable(),
  /** Industries in which the recognition stands, by industry. */
  recognised: z.array(z.object({ industry: z.string(), on: z.string() })),
  trainedOn: z.string().nullable(),
  /** By industry. */
  scales: z.array(Scale),
  /** Money granted, in fen. */
  fundingFen: z.number(),
  /** By day, and in recorded order within a day. */
  support: z.array(
    z.object({
      kind: z.enum(['funding', 'policy']),
      instrument: z.string(),
      purpose: z.string(),
      amountFen: z.number().optional(),
      on: z.string(),
    }),
  ),
  /** By cooperative, as last told. */
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
  /** By the day they were taken. */
  posts: z.array(Held),
  /** Ids of the mentoring agreements under way, in order. */
  agreements: z.array(z.string()),
})
export type LeadHousehold = z.infer<typeof LeadHousehold>

const Totals = z.object({
  /** People on the list now, in active status. */
  listed: z.number(),
  /** People recognised now, in active status. */
  recognised: z.number(),
  /** Of the recognised, those whose threshold is reached in an industry they are recognised in. */
  atScale: Rate,
  /** Of the recognised, those with a mentoring agreement under way. */
  mentoring: Rate,
  /** Of the recognised, those who hold a village post. */
  inPost: Rate,
  /** People ever listed or recognised, whatever became of them. */
  ever: z.number(),
  /** Of those, people who got funding, and who got any support. */
  funded: z.number(),
  supported: z.number(),
  /** Money granted to them, in fen. */
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
  /** By industry; who is recognised in two counts in both. */
  industries: z.array(
    z.object({ industry: z.string(), listed: z.number(), recognised: z.number(), atScale: z.number() }),
  ),
})
export type LeadHouseholdTotals = z.infer<typeof LeadHouseholdTotals>

export const LeadHouseholds = z.discriminatedUnion('kind', [LeadHousehold, LeadHouseholdTotals])
export type LeadHouseholds = z.infer<typeof LeadHouseholds>

/** What one person adds to the totals of a base. */
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
  const named = ['listed/', 'recognised/'].flatMap((of) => countsUnder(counts, of).map(([industry]) => industry))
  return [...new Set(named)].sort().map((industry) => ({
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
    support: [...lead.support].sort(byDay),
    cooperatives: [...lead.cooperatives].sort(by(({ cooperativeId }) => cooperativeId)),
    posts: [...lead.posts].sort(by(({ from }) => from)),
    agreements: [...lead.agreements].sort(),
  }
}

const statusOf = ({ listed, recognised }: Lead): LeadHousehold['status'] => {
  if (recognised.length > 0) return 'recognised'
  return listed === null ? 'former' : 'listed'
}

const reachedOn = ({ reached }: Lead, industry: string): string | null =>
  reached.find((one) => one.industry === industry)?.on ?? null

/** Keys: the traineeId (as `docKey` writes it, apart from the bases) of who was ever listed or recognised; `base:{id}`, the base of their last nomination. */
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
