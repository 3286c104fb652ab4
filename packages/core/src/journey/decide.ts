import { alreadyRecordedBy, type Decider, withMirrors } from '@skein/kernel'
import { match } from 'ts-pattern'
import { thresholdOf } from '../policy/policy.js'
import { type Command, type Decided, mirrors } from './commands.js'
import type { DataOf, Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { slots } from './slots.js'
import { evolve, initialState, isEnrolled, type State } from './state.js'

const propose = (command: Decided, state: State, views: Views): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'LeaveBatch' }, ({ data: { traineeId: _, ...data } }) => leaveBatch(data, state))
    .with({ type: 'RecordTraining' }, ({ data: { traineeId: _, ...data } }) => [
      { type: data.completed ? 'TrainingCompleted' : 'TrainingNotCompleted', data },
    ])
    .with({ type: 'RecordScale' }, ({ data: { traineeId: _, ...data } }) => recordScale(data, state, views))
    .with({ type: 'EndMentoring' }, ({ data: { traineeId: _, ...data } }) => endMentoring(data, state))
    .exhaustive()

/** Records nothing unless that enrolment is the current one. */
const leaveBatch = (data: DataOf<'EnrolmentEnded'>, state: State): readonly Event[] =>
  isEnrolled(state, data.batchId, data.attempt) ? [{ type: 'EnrolmentEnded', data }] : []

/** Records nothing unless the person mentors under that agreement. */
const endMentoring = (data: DataOf<'MentoringEnded'>, { agreements }: State): readonly Event[] =>
  agreements.has(data.agreementId) ? [{ type: 'MentoringEnded', data }] : []

/** Records the threshold of the policy; and that it is reached, the first time. */
const recordScale = (
  data: Omit<DataOf<'ScaleRecorded'>, 'threshold'>,
  { thresholds }: State,
  { policy: { policy } }: Views,
): readonly Event[] => {
  const { annualIncomeFen: _, ...size } = data
  const threshold = thresholdOf(policy, data.industry)?.quantity ?? 0
  const isFirstToReach = data.quantity >= threshold && !thresholds.has(data.industry)
  return [
    { type: 'ScaleRecorded', data: { ...data, threshold } },
    ...(isFirstToReach ? [{ type: 'ScaleThresholdReached' as const, data: { ...size, threshold } }] : []),
  ]
}

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  alreadyRecordedFor: alreadyRecordedBy(slots),
}
