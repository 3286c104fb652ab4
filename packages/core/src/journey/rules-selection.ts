// S1 to S6: nomination, selection, enrolment and status.
import { ruleFor } from '@skein/kernel'
import { notAdmissible, S5 } from '../rules/shared/admission.js'
import type { Event } from './events.js'
import type { Views } from './reads.js'
import { currentEnrolments, type State } from './state.js'
import { admission } from './views.js'

const rule = ruleFor<Event, State, Views>()

export const selectionRules = [
  rule({
    id: 'S1',
    title: {
      en: 'Selection requires willingness and, if the policy says so, potential.',
      zh: '入选须本人有意愿;方案要求时还须有培养潜力。',
    },
    basis: 'article: selected among those with the will to start a business and the potential to be trained',
    permission: true,
    on: ['TraineeSelected'],
    breach: (_event, { profile }, { policy: { policy } }) => {
      if (profile?.willing !== true) return { willing: false }
      return policy.requirePotential && profile.potential.length === 0 ? { potential: 0, required: 1 } : undefined
    },
  }),
  rule({
    id: 'S2',
    title: {
      en: 'If the policy has the eligibility gate, the latest review of this nomination passed.',
      zh: '方案设置资格关时,本次提名最近一次资格审查须为通过。',
    },
    basis: 'article: the gate of trainee eligibility',
    permission: true,
    on: ['TraineeSelected'],
    breach: (_event, { nomination }, { policy: { policy } }) => {
      if (!policy.requireEligibilityGate || nomination?.review?.passed) return undefined
      return { reviewed: nomination?.review !== undefined, passed: false }
    },
  }),
  rule({
    id: 'S3',
    title: {
      en: 'Only a new, rejected or withdrawn person without an enrolment or agreement is nominated; a person has one journey in a base.',
      zh: '只可提名新人员或已落选、已退出且无在办事项的人员;同一人在同一基地只有一份成长档案。',
    },
    basis: 'own: a second journey would count one person twice',
    on: ['CandidateNominated'],
    breach: (_event, before, { claimedBy }) => {
      const { agreements, openedOn, status } = before
      if (claimedBy !== undefined) return { alreadyKnownAs: claimedBy }
      if (openedOn === undefined) return undefined
      if (status !== 'rejected' && status !== 'withdrawn') return { status }
      const [enrolment] = currentEnrolments(before)
      if (enrolment !== undefined) return { enrolledIn: enrolment.batchId }
      return agreements.size > 0 ? { agreementsOpen: agreements.size } : undefined
    },
  }),
  rule({
    id: 'S4',
    title: {
      en: 'A nomination is selected once, and a selected person is not rejected.',
      zh: '每次提名只遴选一次;只有尚未入选者可予落选。',
    },
    basis: 'own: a selected person leaves by withdrawal or disqualification',
    on: ['TraineeSelected', 'CandidateRejected'],
    breach: (_event, { nomination }) => nomination?.selectedOn && { selectedOn: nomination.selectedOn },
  }),
  rule({
    ...S5,
    on: ['TraineeEnrolled'],
    breach: (_event, before, { batch }) => notAdmissible({ person: admission(before), audience: batch.audience }),
  }),
  rule({
    id: 'S6',
    title: {
      en: 'A rejected, withdrawn or disqualified person takes part in nothing new.',
      zh: '已落选、已退出或被取消资格的人员不再参与新的事项。',
    },
    basis: 'own: the status decides what may start; endings and corrections are always accepted',
    on: [
      'EligibilityReviewed',
      'TraineeSelected',
      'CandidateRejected',
      'CoursesRequested',
      'TraineeEnrolled',
      'LeadCandidateListed',
      'LeadCandidateDelisted',
      'SupportGranted',
      'ScaleRecorded',
      'ScaleThresholdReached',
      'LeadHouseholdRecognised',
      'RecognitionRevoked',
      'CooperativeLed',
      'MentoringStarted',
      'ReserveCadreNamed',
      'VillagePostTaken',
      'JourneyWithdrawn',
      'TraineeDisqualified',
      'JourneyReinstated',
    ],
    breach: ({ type }, { status }) => {
      const reinstates = type === 'JourneyReinstated'
      return status === (reinstates ? 'disqualified' : 'active') ? undefined : { event: type, status }
    },
  }),
]
