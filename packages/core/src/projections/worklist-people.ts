// The worklist items of a person: eligibility gate, training, agreement.
import { onRow, rows } from './shared/rows.js'
import { type Draft, draft } from './worklist-item.js'

export type Person = {
  base: string
  nominatedOn: string
  active: boolean
  willing: boolean
  potential: number
  /** In this nomination. */
  isReviewed: boolean
  isSelected: boolean
  isRecognised: boolean
  isTrained: boolean
  enrolled: { batchId: string; attempt: number | null } | null
  /** The first day on which an industry reached its threshold. */
  reachedOn: string | null
  agreements: string[]
  /** Whether a mentoring agreement was completed. */
  hasMentored: boolean
}

const setActive = (active: boolean) =>
  onRow<Person, unknown>((person) => {
    person.active = active
  })

const endEnrolment = (person: Person, batchId: string): void => {
  if (person.enrolled?.batchId === batchId) person.enrolled = null
}

const newcomer = {
  isTrained: false,
  enrolled: null,
  reachedOn: null,
  hasMentored: false,
} as const

export const personRows = rows<Person>({
  CandidateNominated: (person, { baseId, willing, potential, on }) => ({
    ...(person ?? { ...newcomer, agreements: [] }),
    base: baseId,
    nominatedOn: on,
    active: true,
    willing,
    potential: potential.length,
    isReviewed: false,
    isSelected: false,
    isRecognised: false,
  }),
  ProfileRevised: onRow((person, { willing, potential }) => {
    person.willing = willing ?? person.willing
    person.potential = potential?.length ?? person.potential
  }),
  EligibilityReviewed: onRow((person) => {
    person.isReviewed = true
  }),
  TraineeSelected: onRow((person) => {
    person.isSelected = true
  }),
  TraineeEnrolled: onRow((person, { batchId, attempt }) => {
    person.enrolled = { batchId, attempt: attempt ?? null }
  }),
  EnrolmentEnded: onRow((person, { batchId, attempt }) => {
    if (attempt === undefined || person.enrolled?.attempt === attempt) endEnrolment(person, batchId)
  }),
  TrainingCompleted: onRow((person, { batchId }) => {
    endEnrolment(person, batchId)
    person.isTrained = true
  }),
  TrainingNotCompleted: onRow((person, { batchId }) => endEnrolment(person, batchId)),
  LeadHouseholdRecognised: onRow((person) => {
    person.isRecognised = true
  }),
  RecognitionRevoked: onRow((person) => {
    person.isRecognised = false
  }),
  ScaleThresholdReached: onRow((person, { on }) => {
    person.reachedOn ??= on
  }),
  MentoringStarted: onRow((person, { agreementId }) => {
    if (!person.agreements.includes(agreementId)) person.agreements.push(agreementId)
  }),
  MentoringEnded: onRow((person, { agreementId, outcome }) => {
    person.agreements = person.agreements.filter((known) => known !== agreementId)
    if (outcome === 'completed') person.hasMentored = true
  }),
  CandidateRejected: setActive(false),
  JourneyWithdrawn: setActive(false),
  TraineeDisqualified: setActive(false),
  JourneyReinstated: setActive(true),
})

export const personItems = (person: Person, traineeId: string): Draft[] => {
  const { active, willing, nominatedOn, potential, isReviewed, isSelected, isRecognised, isTrained, reachedOn } = person
  if (!active) return []
  const about = { traineeId }
  const items: Draft[] = []
  const isFocus = potential > 0
  if (!isReviewed && !isSelected)
    items.push(draft('eligibilityGate', about, { since: nominatedOn, due: { by: 'nothing' }, isFocus }))
  if (willing && !isTrained && person.enrolled === null)
    items.push(
      draft('training', about, {
        since: nominatedOn,
        due: { by: 'rotation' },
        isFocus,
        detail: { potential, selected: isSelected },
      }),
    )
  if (reachedOn !== null && person.agreements.length === 0 && !person.hasMentored)
    items.push(
      draft('unsigned', about, {
        since: reachedOn,
        due: { by: 'day', day: reachedOn },
        detail: { recognised: isRecognised },
      }),
    )
  return items
}
