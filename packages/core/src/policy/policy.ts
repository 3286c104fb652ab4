// What the article leaves open: every figure here is a programme's choice, adopted on its base's stream and dated.
import { Count, type Day, Fen, Quantity, Share } from '@skein/kernel'
import { z } from 'zod'
import { Industry } from '../shared/value-objects.js'

const Months = z.int().min(1).max(1200)
const Days = z.int().min(0).max(3660)
const People = Count.min(1)

export const Policy = z.strictObject({
  /** Seats in a batch, at most. The article: fifty to a batch. */
  batchSeats: z.int().min(1).max(1000).default(50),
  /** Hours present ÷ hours delivered, at least, to complete a training. */
  minAttendance: Share.default(0.8),
  /** Of 100, for those who were assessed. */
  passScore: z.number().min(0).max(100).default(60),
  /** Party-spirit hours ÷ all scheduled hours, at least. The article asks for the first place only. */
  minPartySpiritShare: Share.default(0.1),
  /** Requested skills sessions ÷ all skills sessions, at least: the menu is what members order. */
  minRequestedShare: Share.default(0.5),
  /** Feedback ÷ seated, and mean rating of 5, at least, for the effectiveness gate. */
  minFeedbackShare: Share.default(0.5),
  minMeanRating: z.number().min(1).max(5).default(3.5),
  /** Instructors in the pool. A worklist item, never a reason to refuse. */
  facultyTarget: Count.default(30),
  /** From commissioning until everybody willing has been trained once. */
  rotationMonths: Months.default(24),
  requireEligibilityGate: z.boolean().default(true),
  requirePotential: z.boolean().default(false),
  requireTrainingBeforeListing: z.boolean().default(false),
  /** Funding for one lead household, at most, in fen. */
  supportCeilingFen: Fen.optional(),
  /** What counts as scale, by industry. */
  scaleThresholds: z.record(Industry, z.strictObject({ quantity: Quantity, unit: z.string().min(1) })).default({}),
  /** Poor people in a mentoring agreement. */
  minQuotaPeople: People.default(1),
  maxQuotaPeople: People.optional(),
  /** Households in a mentoring agreement; where set, an agreement must name a household quota. */
  minQuotaHouseholds: People.optional(),
  /** Whether households that already left poverty may be placed. */
  countExitedHouseholds: z.boolean().default(false),
  /** Days between two visits of a placed household. */
  visitEveryDays: Days.min(1).default(30),
  /** Days that an exit is made public before it counts. */
  exitPublicityDays: Days.default(7),
  /** Whether a household may exit in the year it was registered. */
  exitInRegistrationYear: z.boolean().default(true),
  /** Income per head and year, in fen, by year. A year without a line uses the latest earlier one. */
  povertyLineFen: z.record(z.string().regex(/^\d{4}$/, 'a year'), Fen).default({}),
  /** A village exits below this poverty incidence. */
  villageExitIncidence: Share.default(0.03),
  minCooperativeMembers: Count.default(5),
  /** Farmers ÷ members of a cooperative, at least. */
  minFarmerShare: Share.default(0.8),
})
export type Policy = z.infer<typeof Policy>

// not compiled for these two: who imports the library would wait for it
const once = { jitless: true }

/** The article's own programme; what it does not say stands at its default. */
export const chadian2018: Policy = Policy.parse({}, once)

/** With the provincial norms: five households to a lead household, and exited ones may be counted. */
export const yunnan2018: Policy = Policy.parse({ minQuotaHouseholds: 5, countExitedHouseholds: true }, once)

export const presets = { chadian2018, yunnan2018 } as const

/** A policy as a base adopted it. */
export type Adopted = { readonly version: number; readonly effectiveFrom: Day; readonly policy: Policy }

/** The policy that a decision reads, with its version: 0 where none was adopted in time. */
export type InForce = { readonly version: number; readonly policy: Policy }

export const preset: InForce = { version: 0, policy: chadian2018 }

/** The highest version that is effective on `on`. */
export const inForce = (adopted: readonly Adopted[], on: Day): InForce =>
  adopted.findLast(({ effectiveFrom }) => effectiveFrom <= on) ?? preset

/** The threshold of an industry, if the policy names one. */
export const thresholdOf = ({ scaleThresholds }: Policy, industry: string) =>
  Object.hasOwn(scaleThresholds, industry) ? scaleThresholds[industry] : undefined

/** The poverty line of a year, or of the latest earlier year that has one. */
export const povertyLine = (
  { povertyLineFen }: Policy,
  year: number,
): { readonly year: number; readonly fen: number } | undefined => {
  const known = Object.keys(povertyLineFen)
    .map(Number)
    .filter((of) => of <= year)
  if (known.length === 0) return undefined
  const of = Math.max(...known)
  const fen = povertyLineFen[String(of).padStart(4, '0')]
  return fen === undefined ? undefined : { year: of, fen }
}
