import { type Day, evolveWith, streamOf } from '@skein/kernel'
import { withEntry, without } from '../shared/maps.js'
import { type Heard, hearing, nothingHeard } from '../shared/repeats.js'
import type { By, NeedGap, TraineeCategory } from '../shared/words.js'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

export type Stage = 'nominated' | 'selected' | 'trained' | 'leadCandidate' | 'leadHousehold' | 'mentoring'
export type Standing = 'active' | 'rejected' | 'withdrawn' | 'disqualified'

/** What is known of the person, as last nominated and revised since. */
export type Profile = {
  readonly traineeId: string
  readonly baseId: string
  readonly divisionCode: string
  readonly category: TraineeCategory
  readonly partyMember: boolean
  readonly willing: boolean
  readonly potential: readonly string[]
  readonly needs: readonly NeedGap[]
  readonly householdId?: string | undefined
}

/** What a nomination starts, and the next one lets lapse. */
export type Run = {
  readonly nominatedOn: Day
  readonly review?: { readonly passed: boolean; readonly by: By; readonly on: Day }
  readonly selectedOn?: Day
  readonly listed?: DataOf<'LeadCandidateListed'>
  /** Recognised on, by industry. */
  readonly recognised: ReadonlyMap<string, Day>
}

export type Enrolment = { readonly batchId: string; readonly attempt?: number | undefined; readonly on: Day }
/** The last recorded size in an industry, and since when there is one. */
export type Scale = { readonly quantity: number; readonly unit: string; readonly since: Day }
export type Post = { readonly post: string; readonly on: Day }

export type State = {
  readonly heard: Heard
  readonly openedOn?: Day
  readonly profile?: Profile
  readonly run?: Run
  /** Nominations so far. */
  readonly runs: number
  readonly standing: { readonly is: Standing; readonly on?: Day }
  readonly enrolment?: Enrolment | undefined
  /** The first completed training. */
  readonly trainedOn?: Day
  /** Asked for first on, by subject. */
  readonly requested: ReadonlyMap<string, Day>
  readonly scales: ReadonlyMap<string, Scale>
  /** Threshold reached on, by industry. */
  readonly thresholds: ReadonlyMap<string, Day>
  readonly fundingFen: number
  /** Active agreements, started on. */
  readonly agreements: ReadonlyMap<string, Day>
  readonly reserve?: { readonly divisionCode: string; readonly on: Day } | undefined
  readonly post?: Post | undefined
  /** Whether a post was ever taken, besides one held at a nomination. */
  readonly hasTakenPost: boolean
}

export const initialState: State = {
  heard: nothingHeard,
  runs: 0,
  standing: { is: 'active' },
  requested: new Map(),
  scales: new Map(),
  thresholds: new Map(),
  fundingFen: 0,
  agreements: new Map(),
  hasTakenPost: false,
}

const inRun = (state: State, change: Partial<Run>): State =>
  state.run === undefined ? state : { ...state, run: { ...state.run, ...change } }

const stands =
  (is: Standing) =>
  (state: State, { on }: { readonly on: Day }): State => ({ ...state, standing: { is, on } })

const endsEnrolment = (
  state: State,
  { batchId, attempt }: { readonly batchId: string; readonly attempt?: number | undefined },
): State => (isEnrolled(state, batchId, attempt) ? { ...state, enrolment: undefined } : state)

/** Whether the current enrolment is in that batch, and, where an attempt is named, is that one. */
export const isEnrolled = ({ enrolment }: State, batchId: string, attempt?: number): boolean =>
  enrolment?.batchId === batchId && (attempt === undefined || enrolment.attempt === attempt)

const earliest = (known: Day | undefined, on: Day): Day => (known !== undefined && known < on ? known : on)

const folded = evolveWith<State, Event>({
  CandidateNominated: (state, nominated) => {
    const { currentPost, personal: _personal, by: _by, lawfulBasis: _basis, on, ...profile } = nominated
    return {
      ...state,
      openedOn: state.openedOn ?? on,
      profile,
      run: { nominatedOn: on, recognised: new Map() },
      runs: state.runs + 1,
      standing: { is: 'active', on },
      ...(currentPost && { post: { post: currentPost.post, on } }),
    }
  },
  ProfileRevised: (state, { partyMember, willing, potential, needs, householdId }) => {
    const { profile } = state
    if (profile === undefined) return state
    return {
      ...state,
      profile: {
        ...profile,
        partyMember: partyMember ?? profile.partyMember,
        willing: willing ?? profile.willing,
        potential: potential ?? profile.potential,
        needs: needs ?? profile.needs,
        householdId: householdId ?? profile.householdId,
      },
    }
  },
  TraineeDetailsCorrected: (state) => state,
  EligibilityReviewed: (state, { passed, by, on }) => inRun(state, { review: { passed, by, on } }),
  TraineeSelected: (state, { on }) => inRun(state, { selectedOn: on }),
  CandidateRejected: stands('rejected'),
  CoursesRequested: (state, { subjects, on }) => ({
    ...state,
    requested: new Map([
      ...state.requested,
      ...subjects.map((subject) => [subject, earliest(state.requested.get(subject), on)] as const),
    ]),
  }),
  TraineeEnrolled: (state, { batchId, attempt, on }) => ({ ...state, enrolment: { batchId, attempt, on } }),
  EnrolmentEnded: endsEnrolment,
  TrainingCompleted: (state, { batchId, on }) => ({
    ...endsEnrolment(state, { batchId }),
    trainedOn: earliest(state.trainedOn, on),
  }),
  TrainingNotCompleted: (state, { batchId }) => endsEnrolment(state, { batchId }),
  LeadCandidateListed: (state, listed) => inRun(state, { listed }),
  LeadCandidateDelisted: (state) => {
    if (state.run === undefined) return state
    const { listed: _, ...run } = state.run
    return { ...state, run }
  },
  SupportGranted: (state, { kind, amountFen }) => ({
    ...state,
    fundingFen: state.fundingFen + (kind === 'funding' ? (amountFen ?? 0) : 0),
  }),
  ScaleRecorded: (state, { industry, quantity, unit, on }) => ({
    ...state,
    scales: withEntry(state.scales, industry, {
      quantity,
      unit,
      since: earliest(state.scales.get(industry)?.since, on),
    }),
  }),
  ScaleThresholdReached: (state, { industry, on }) => ({
    ...state,
    thresholds: withEntry(state.thresholds, industry, on),
  }),
  LeadHouseholdRecognised: (state, { industry, on }) =>
    state.run === undefined ? state : inRun(state, { recognised: withEntry(state.run.recognised, industry, on) }),
  RecognitionRevoked: (state, { industry }) =>
    state.run === undefined ? state : inRun(state, { recognised: without(state.run.recognised, industry) }),
  CooperativeLed: (state) => state,
  MentoringStarted: (state, { agreementId, on }) => ({
    ...state,
    agreements: withEntry(state.agreements, agreementId, on),
  }),
  MentoringEnded: (state, { agreementId }) => ({ ...state, agreements: without(state.agreements, agreementId) }),
  ReserveCadreNamed: (state, { divisionCode, on }) => ({ ...state, reserve: { divisionCode, on } }),
  ReserveCadreRemoved: (state) => ({ ...state, reserve: undefined }),
  VillagePostTaken: (state, { post, on }) => ({ ...state, post: { post, on }, reserve: undefined, hasTakenPost: true }),
  VillagePostEnded: (state) => ({ ...state, post: undefined }),
  JourneyWithdrawn: stands('withdrawn'),
  TraineeDisqualified: stands('disqualified'),
  JourneyReinstated: stands('active'),
})

export const evolve = hearing(folded, slots)

/** The highest stage whose fact holds. */
export const stageOf = ({ run, agreements, trainedOn }: State): Stage => {
  if (agreements.size > 0) return 'mentoring'
  if (run !== undefined && run.recognised.size > 0) return 'leadHousehold'
  if (run?.listed !== undefined) return 'leadCandidate'
  if (trainedOn !== undefined) return 'trained'
  return run?.selectedOn === undefined ? 'nominated' : 'selected'
}

export const stream = (traineeId: string): string => streamOf('journey', traineeId)
