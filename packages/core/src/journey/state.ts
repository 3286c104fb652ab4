import { type Day, emptySlots, evolveWith, type LastEventBySlot, streamOf, trackSlots } from '@skein/kernel'
import { withEntry, without } from '../shared/maps.js'
import type { By, NeedGap, TraineeCategory } from '../shared/value-objects.js'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

export type Stage = 'nominated' | 'selected' | 'trained' | 'leadCandidate' | 'leadHousehold' | 'mentoring'
export type Status = 'active' | 'rejected' | 'withdrawn' | 'disqualified'

/** The person's details, as in the last nomination and revised since. */
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

/** What belongs to one nomination; the next nomination starts without it. */
export type Nomination = {
  readonly nominatedOn: Day
  readonly review?: { readonly passed: boolean; readonly by: By; readonly on: Day }
  readonly selectedOn?: Day
  readonly listed?: DataOf<'LeadCandidateListed'>
  /** The day of recognition, by industry. */
  readonly recognised: ReadonlyMap<string, Day>
}

/** `from` and `until`: the dates of the batch. */
export type Enrolment = Pick<DataOf<'TraineeEnrolled'>, 'batchId' | 'attempt' | 'from' | 'until'> & {
  /** The batch was closed, and the result is recorded. */
  readonly isOver: boolean
}
/** The last recorded size in an industry. */
export type Scale = { readonly quantity: number; readonly unit: string }
export type Post = { readonly post: string; readonly on: Day }

export type State = {
  readonly lastEventBySlot: LastEventBySlot
  readonly openedOn?: Day
  readonly profile?: Profile
  readonly nomination?: Nomination
  /** The number of nominations so far. */
  readonly nominations: number
  readonly status: Status
  readonly statusSince?: Day
  /** By batch, those that are over included. */
  readonly enrolments: ReadonlyMap<string, Enrolment>
  /** The first completed training. */
  readonly trainedOn?: Day
  /** The day of the first request, by subject. */
  readonly requested: ReadonlyMap<string, Day>
  readonly scales: ReadonlyMap<string, Scale>
  /** The day on which the threshold was reached, by industry. */
  readonly thresholds: ReadonlyMap<string, Day>
  readonly fundingFen: number
  /** The day on which mentoring started, by active agreement. */
  readonly agreements: ReadonlyMap<string, Day>
  readonly reserve?: { readonly divisionCode: string; readonly on: Day } | undefined
  readonly post?: Post | undefined
  /** Whether the person ever took a post; one held at a nomination does not count. */
  readonly hasTakenPost: boolean
}

export const initialState: State = {
  lastEventBySlot: emptySlots,
  nominations: 0,
  status: 'active',
  enrolments: new Map(),
  requested: new Map(),
  scales: new Map(),
  thresholds: new Map(),
  fundingFen: 0,
  agreements: new Map(),
  hasTakenPost: false,
}

const changeNomination = (state: State, change: Partial<Nomination>): State =>
  state.nomination === undefined ? state : { ...state, nomination: { ...state.nomination, ...change } }

const setStatus =
  (status: Status) =>
  (state: State, { on }: { readonly on: Day }): State => ({ ...state, status, statusSince: on })

const finishEnrolment = (state: State, batchId: string): State => {
  const enrolment = state.enrolments.get(batchId)
  if (enrolment === undefined) return state
  return { ...state, enrolments: withEntry(state.enrolments, batchId, { ...enrolment, isOver: true }) }
}

/** Whether the person is enrolled in that batch and, if `attempt` is given, with that attempt. */
export const isEnrolled = ({ enrolments }: State, batchId: string, attempt?: number): boolean => {
  const enrolment = enrolments.get(batchId)
  if (enrolment === undefined || enrolment.isOver) return false
  return attempt === undefined || enrolment.attempt === attempt
}

/** The enrolments that are not over. */
export const currentEnrolments = ({ enrolments }: State): readonly Enrolment[] =>
  [...enrolments.values()].filter(({ isOver }) => !isOver)

const evolveState = evolveWith<State, Event>({
  CandidateNominated: (state, nominated) => {
    const { currentPost, personal: _personal, by: _by, lawfulBasis: _basis, on, ...profile } = nominated
    return {
      ...state,
      openedOn: state.openedOn ?? on,
      profile,
      nomination: { nominatedOn: on, recognised: new Map() },
      nominations: state.nominations + 1,
      status: 'active',
      statusSince: on,
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
  EligibilityReviewed: (state, { passed, by, on }) => changeNomination(state, { review: { passed, by, on } }),
  TraineeSelected: (state, { on }) => changeNomination(state, { selectedOn: on }),
  CandidateRejected: setStatus('rejected'),
  CoursesRequested: (state, { subjects, on }) => ({
    ...state,
    requested: new Map([...subjects.map((subject) => [subject, on] as const), ...state.requested]),
  }),
  TraineeEnrolled: (state, { batchId, attempt, from, until }) => ({
    ...state,
    enrolments: withEntry(state.enrolments, batchId, { batchId, attempt, from, until, isOver: false }),
  }),
  EnrolmentEnded: (state, { batchId, attempt }) =>
    isEnrolled(state, batchId, attempt) ? { ...state, enrolments: without(state.enrolments, batchId) } : state,
  TrainingCompleted: (state, { batchId, on }) => ({
    ...finishEnrolment(state, batchId),
    trainedOn: state.trainedOn ?? on,
  }),
  TrainingNotCompleted: (state, { batchId }) => finishEnrolment(state, batchId),
  LeadCandidateListed: (state, listed) => changeNomination(state, { listed }),
  LeadCandidateDelisted: (state) => {
    if (state.nomination === undefined) return state
    const { listed: _, ...nomination } = state.nomination
    return { ...state, nomination }
  },
  SupportGranted: (state, { kind, amountFen }) => ({
    ...state,
    fundingFen: state.fundingFen + (kind === 'funding' ? (amountFen ?? 0) : 0),
  }),
  ScaleRecorded: (state, { industry, quantity, unit }) => ({
    ...state,
    scales: withEntry(state.scales, industry, { quantity, unit }),
  }),
  ScaleThresholdReached: (state, { industry, on }) => ({
    ...state,
    thresholds: withEntry(state.thresholds, industry, on),
  }),
  LeadHouseholdRecognised: (state, { industry, on }) =>
    state.nomination === undefined
      ? state
      : changeNomination(state, { recognised: withEntry(state.nomination.recognised, industry, on) }),
  RecognitionRevoked: (state, { industry }) =>
    state.nomination === undefined
      ? state
      : changeNomination(state, { recognised: without(state.nomination.recognised, industry) }),
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
  JourneyWithdrawn: setStatus('withdrawn'),
  TraineeDisqualified: setStatus('disqualified'),
  JourneyReinstated: setStatus('active'),
})

export const evolve = trackSlots(evolveState, slots)

/** The highest stage that holds now. */
export const stageOf = ({ nomination, agreements, trainedOn }: State): Stage => {
  if (agreements.size > 0) return 'mentoring'
  if (nomination !== undefined && nomination.recognised.size > 0) return 'leadHousehold'
  if (nomination?.listed !== undefined) return 'leadCandidate'
  if (trainedOn !== undefined) return 'trained'
  return nomination?.selectedOn === undefined ? 'nominated' : 'selected'
}

export const stream = (traineeId: string): string => streamOf('journey', traineeId)
