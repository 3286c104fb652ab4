// G7: what a command refers to exists and fits the state.
import type { Scenario } from '../../scenario.js'
import { type BrokenLog, type FullRuleCase, mixed } from '../case.js'
import { fittingOr } from './reference-situations.js'
import { referencesAtBase } from './references-at-base.js'
import { bookedByOtherBase, bookPlace, referencesInBatches } from './references-in-batches.js'
import { referencesOfMentors } from './references-of-mentors.js'

/** Ends of what never began. The deciders ignore such commands, so only a log can hold these events. */
const endsWithoutBeginning: readonly BrokenLog[] = (
  [
    ['calendar-room', 'PlaceBookingCancelled', { batchId: 'k1', sessionId: 'nothing', reason: 'x' }],
    ['calendar-dorm', 'BedReleased', { batchId: 'k1', traineeId: 'nobody', reason: 'x' }],
    ['instructor-i1', 'BookingCancelled', { batchId: 'k1', sessionId: 'nothing', reason: 'x' }],
    ['journey-t1', 'EnrolmentEnded', { batchId: 'k9', reason: 'x' }],
    ['journey-t1', 'MentoringEnded', { agreementId: 'a9', outcome: 'completed' }],
    ['batch-k1', 'SeatReleased', { traineeId: 'nobody', reason: 'x' }],
    ['household-h1', 'MentorEnded', { agreementId: 'a9', reason: 'x' }],
    ['agreement-a1', 'PlacementDeclined', { householdId: 'nobody' }],
  ] as const
).map(([stream, type, data]) => ({
  title: `${type} without a beginning`,
  from: 'placed' as const,
  stream,
  type,
  data: { ...data, on: '2018-09-01' },
}))

const assessedBeforeStart: BrokenLog = {
  title: 'a score before the start of the batch',
  from: 'open',
  stream: 'batch-k1',
  type: 'AssessmentRecorded',
  data: { traineeId: 't1', score: 80, on: '2018-03-10' },
}

const income = ({ command, povertyLine }: Scenario, year: number) =>
  command('RecordIncome', { householdId: 'h1', year, perCapitaFen: povertyLine, on: '2018-12-31' })

const G7: FullRuleCase = {
  id: 'G7',
  situations: (scenario) =>
    mixed(
      ...referencesAtBase(scenario),
      ...referencesInBatches(scenario),
      ...referencesOfMentors(scenario),
      fittingOr('people', income(scenario, 2018), income(scenario, 2019)),
    ),
  examples: (scenario) => [
    { title: 'a batch of an unknown base', from: 'people', command: scenario.planBatch('k9', { baseId: 'nobody' }) },
    {
      title: 'an instructor of an unknown base',
      from: 'people',
      command: scenario.engageInstructor('i9', { baseId: 'nobody' }),
    },
    { title: 'a course of an unknown base', from: 'people', command: scenario.offerCourse('c9', { baseId: 'nobody' }) },
    {
      title: 'a household of an unknown base',
      from: 'people',
      command: scenario.registerHousehold('h9', 2, { baseId: 'nobody' }),
    },
    {
      title: 'a person of an unknown base',
      from: 'people',
      command: scenario.nominateCandidate('t9', { baseId: 'nobody' }),
    },
    {
      title: 'a base in an unknown division',
      from: 'base',
      command: scenario.foundBase('b9', { divisionCode: '532329' }),
    },
    { title: 'an agreement with an unknown mentor', from: 'leads', command: scenario.signAgreement('a9', 'nobody') },
    {
      title: 'a placement of an unknown household',
      from: 'mentoring',
      command: scenario.placeHousehold('a1', 'nobody'),
      event: { people: 1, attempt: 1 },
    },
    {
      title: 'a place for an unknown session',
      from: 'planned',
      command: bookPlace(scenario, { sessionId: 'nothing' }),
    },
    {
      title: 'a village whose code is not below its township',
      from: 'base',
      command: scenario.registerDivision('532329102209', { parent: '532330102' }),
    },
    { title: 'an income before its year', from: 'people', command: income(scenario, 2019) },
  ],
  brokenLogs: (scenario) => [...endsWithoutBeginning, assessedBeforeStart, bookedByOtherBase(scenario)],
}

export const referenceCases = [G7]
