// What the article leaves open. A base adopts policies with a version and a date, as events of its stream.
import { Count, type Day, Fen, Quantity, Share } from '@skein/kernel'
import { z } from 'zod'
import { Industry } from '../shared/value-objects.js'

const Months = z.int().min(1).max(1200)
const Days = z.int().min(0).max(3660)
const People = Count.min(1)

export const Policy = z.strictObject({
  /** The most seats in a batch. The article: fifty trainees a batch. */
  batchSeats: z.int().min(1).max(1000).default(50),
  /** The least share of the delivered hours that a trainee attends to complete a training. */
  minAttendance: Share.default(0.8),
  /** The least score of 100 to complete a training, for trainees with an assessment. */
  passScore: z.number().min(0).max(100).default(60),
  /** The least share of party-spirit hours in all scheduled hours. The article only requires that it comes first. */
  minPartySpiritShare: Share.default(0.1),
  /** The least share of requested sessions in all skills sessions: members order from the menu. */
  minRequestedShare: Share.default(0.5),
  /** For the effectiveness gate: the least share of the seated who give feedback, and the least mean rating of 5. */
  minFeedbackShare: Share.default(0.5),
  minMeanRating: z.number().min(1).max(5).default(3.5),
  /** The number of instructors to reach. A worklist item; no rule refuses for it. */
  facultyTarget: Count.default(30),
  /** Months from commissioning until every willing person has been trained once. */
  rotationMonths: Months.default(24),
  requireEligibilityGate: z.boolean().default(true),
  requirePotential: z.boolean().default(false),
  requireTrainingBeforeListing: z.boolean().default(false),
  /** The most funding for one lead household, in fen. */
  supportCeilingFen: Fen.optional(),
  /** The size that counts as scale, by industry. */
  scaleThresholds: z.record(Industry, z.strictObject({ quantity: Quantity, unit: z.string().min(1) })).default({}),
  /** The quota of poor people in a mentoring agreement. */
  minQuotaPeople: People.default(1),
  maxQuotaPeople: People.optional(),
  /** The least quota of households in a mentoring agreement; if set, an agreement must name a household quota. */
  minQuotaHouseholds: People.optional(),
  /** Whether households that already left poverty may be placed. */
  countExitedHouseholds: z.boolean().default(false),
  /** The most days between two visits of a placed household. */
  visitEveryDays: Days.min(1).default(30),
  /** The least number of days for which an exit is publicised before it is confirmed. */
  exitPublicityDays: Days.default(7),
  /** Whether a household may exit in the year it was registered. */
  exitInRegistrationYear: z.boolean().default(true),
  /** Income per head and year, in fen, by year. A year without a line uses that of the latest earlier year. */
  povertyLineFen: z.record(z.string().regex(/^\d{4}$/, 'a year'), Fen).default({}),
  /** A village exits below this poverty incidence. */
  villageExitIncidence: Share.default(0.03),
  minCooperativeMembers: Count.default(5),
  /** The least share of farmers in the members of a cooperative. */
  minFarmerShare: Share.default(0.8),
})
export type Policy = z.infer<typeof Policy>

// compiling the schema would slow down every import of the library
const notCompiled = { jitless: true }

/** The programme of the article; the defaults where it says nothing. */
export const chadian2018: Policy = Policy.parse({}, notCompiled)

/** With the provincial norms: five households to a lead household, and exited ones may be counted. */
export const yunnan2018: Policy = Policy.parse({ minQuotaHouseholds: 5, countExitedHouseholds: true }, notCompiled)

export const presets = { chadian2018, yunnan2018 } as const

/** A policy as a base adopted it. */
export type AdoptedPolicy = { readonly version: number; readonly effectiveFrom: Day; readonly policy: Policy }

/** The policy that a decision reads, with its version; version 0 if the base had adopted none by then. */
export type PolicyInForce = { readonly version: number; readonly policy: Policy }

/** The policy of a base that has adopted none. */
export const defaultPolicy: PolicyInForce = { version: 0, policy: chadian2018 }

/** The policy that took effect last, on a day or before it; of several of one day, the one that was adopted last. */
export const policyInForce = (adopted: readonly AdoptedPolicy[], on: Day): PolicyInForce =>
  adopted.reduce<AdoptedPolicy | undefined>(
    (last, next) =>
      next.effectiveFrom <= on && (last === undefined || next.effectiveFrom >= last.effectiveFrom) ? next : last,
    undefined,
  ) ?? defaultPolicy

/** The scale threshold of an industry; `undefined` if the policy has none. */
export const thresholdOf = ({ scaleThresholds }: Policy, industry: string) =>
  Object.hasOwn(scaleThresholds, industry) ? scaleThresholds[industry] : undefined

/** The poverty line of a year, or of the latest earlier year that has one; `undefined` if there is none. */
export const povertyLine = (
  { povertyLineFen }: Policy,
  year: number,
): { readonly year: number; readonly fen: number } | undefined => {
  const years = Object.keys(povertyLineFen)
    .map(Number)
    .filter((lineYear) => lineYear <= year)
  if (years.length === 0) return undefined
  const lineYear = Math.max(...years)
  const fen = povertyLineFen[String(lineYear).padStart(4, '0')]
  return fen === undefined ? undefined : { year: lineYear, fen }
}
