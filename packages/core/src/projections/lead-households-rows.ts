// The row of a person in leadHouseholds.
import type { DataOf } from '../journey/events.js'
import { put } from './shared/lists.js'
import { endPost, namePost, type Post, takePost } from './shared/posts.js'
import { onRow, rows } from './shared/rows.js'

type Dated = { on: string }
type Status = 'active' | 'rejected' | 'withdrawn' | 'disqualified'

export type Lead = {
  baseId: string
  divisionCode: string
  partyMember: boolean
  journeyStatus: Status
  listed: (Dated & { industry: string; conditions: readonly string[] }) | null
  recognised: (Dated & { industry: string })[]
  /** Whether the person was ever listed or recognised, in any nomination. */
  everLead: boolean
  trainedOn: string | null
  scales: (Dated & { industry: string; quantity: number; unit: string; threshold: number; annualIncomeFen?: number })[]
  /** The industries that ever reached their threshold. */
  reached: (Dated & { industry: string })[]
  fundingFen: number
  support: (Dated & { kind: 'funding' | 'policy'; instrument: string; purpose: string; amountFen?: number })[]
  cooperatives: (Dated & { cooperativeId: string; name: string; members: number; farmers: number; partyLed: boolean })[]
  posts: Post[]
  agreements: string[]
}

const newLead = ({ baseId, divisionCode, partyMember }: DataOf<'CandidateNominated'>): Lead => ({
  baseId,
  divisionCode,
  partyMember,
  journeyStatus: 'active',
  listed: null,
  recognised: [],
  everLead: false,
  trainedOn: null,
  scales: [],
  reached: [],
  fundingFen: 0,
  support: [],
  cooperatives: [],
  posts: [],
  agreements: [],
})

const setStatus = (status: Status) =>
  onRow<Lead, unknown>((lead) => {
    lead.journeyStatus = status
  })

export const leadRows = rows<Lead>({
  // a new nomination ends listing and recognition; trainings, scales, support, cooperatives and posts stay
  CandidateNominated: (lead, data) => {
    const { baseId, divisionCode, partyMember } = data
    const next = lead ?? newLead(data)
    Object.assign(next, { baseId, divisionCode, partyMember, journeyStatus: 'active', listed: null, recognised: [] })
    namePost(next.posts, data)
    return next
  },
  ProfileRevised: onRow((lead, { partyMember }) => {
    lead.partyMember = partyMember ?? lead.partyMember
  }),
  TrainingCompleted: onRow((lead, { on }) => {
    lead.trainedOn ??= on
  }),
  LeadCandidateListed: onRow((lead, { industry, conditions, on }) => {
    lead.listed = { industry, conditions, on }
    lead.everLead = true
  }),
  LeadCandidateDelisted: onRow((lead) => {
    lead.listed = null
  }),
  LeadHouseholdRecognised: onRow((lead, { industry, on }) => {
    lead.recognised = [...lead.recognised.filter((known) => known.industry !== industry), { industry, on }]
    lead.everLead = true
  }),
  RecognitionRevoked: onRow((lead, { industry }) => {
    lead.recognised = lead.recognised.filter((known) => known.industry !== industry)
  }),
  ScaleRecorded: onRow((lead, { industry, quantity, unit, annualIncomeFen, threshold, on }) => {
    const income = annualIncomeFen === undefined ? {} : { annualIncomeFen }
    put(lead.scales, { industry, quantity, unit, threshold, ...income, on }, (known) => known.industry === industry)
  }),
  ScaleThresholdReached: onRow((lead, { industry, on }) => {
    if (!lead.reached.some((one) => one.industry === industry)) lead.reached.push({ industry, on })
  }),
  SupportGranted: onRow((lead, { kind, instrument, purpose, amountFen, on }) => {
    const amount = amountFen === undefined ? {} : { amountFen }
    lead.support.push({ kind, instrument, purpose, ...amount, on })
    if (kind === 'funding') lead.fundingFen += amountFen ?? 0
  }),
  CooperativeLed: onRow((lead, { cooperativeId, name, members, farmers, partyLed, on }) =>
    put(
      lead.cooperatives,
      { cooperativeId, name, members, farmers, partyLed, on },
      (known) => known.cooperativeId === cooperativeId,
    ),
  ),
  VillagePostTaken: onRow((lead, data) => takePost(lead.posts, data)),
  VillagePostEnded: onRow((lead, data) => endPost(lead.posts, data)),
  MentoringStarted: onRow((lead, { agreementId }) => {
    if (!lead.agreements.includes(agreementId)) lead.agreements.push(agreementId)
  }),
  MentoringEnded: onRow((lead, { agreementId }) => {
    lead.agreements = lead.agreements.filter((known) => known !== agreementId)
  }),
  CandidateRejected: setStatus('rejected'),
  JourneyWithdrawn: setStatus('withdrawn'),
  TraineeDisqualified: setStatus('disqualified'),
  JourneyReinstated: setStatus('active'),
})
