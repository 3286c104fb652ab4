import type { Slots } from '@skein/kernel'
import type { Event } from './events.js'

/**
 * The slots that an event fills. What ends with a nomination, such as a listing, has the number of the nomination in
 * its slot: the same listing under the next nomination is not redundant.
 */
export const slots: Slots<Event, { readonly nominations: number }> = ({ type, data }, { nominations }) => {
  switch (type) {
    case 'CandidateNominated':
      return ['status', 'details']
    case 'CandidateRejected':
    case 'JourneyWithdrawn':
    case 'TraineeDisqualified':
    case 'JourneyReinstated':
      return ['status']
    case 'TraineeDetailsCorrected':
      return ['details']
    case 'ProfileRevised':
      return (['partyMember', 'willing', 'potential', 'needs', 'householdId'] as const)
        .filter((field) => data[field] !== undefined)
        .map((field) => `${nominations}/profile/${field}`)
    case 'EligibilityReviewed':
      return [`${nominations}/review`]
    case 'TraineeSelected':
      return [`${nominations}/selection`]
    case 'LeadCandidateListed':
    case 'LeadCandidateDelisted':
      return [`${nominations}/listing`]
    case 'LeadHouseholdRecognised':
    case 'RecognitionRevoked':
      return [`${nominations}/recognition/${data.industry}`]
    case 'CoursesRequested':
      return data.subjects.map((subject) => `request/${subject}`)
    case 'TraineeEnrolled':
    case 'EnrolmentEnded':
      return [`enrolment/${data.batchId}`]
    case 'TrainingCompleted':
    case 'TrainingNotCompleted':
      return [`training/${data.batchId}`, `enrolment/${data.batchId}`]
    case 'ScaleRecorded':
      return [`scale/${data.industry}`]
    case 'ScaleThresholdReached':
      return [`threshold/${data.industry}`]
    case 'CooperativeLed':
      return [`cooperative/${data.cooperativeId}`]
    case 'MentoringStarted':
    case 'MentoringEnded':
      return [`mentoring/${data.agreementId}`]
    case 'ReserveCadreNamed':
    case 'ReserveCadreRemoved':
      return ['reserve']
    case 'VillagePostTaken':
      return ['reserve', 'post']
    case 'VillagePostEnded':
      return ['post']
    case 'SupportGranted':
      return []
  }
}
