import { type Changes, command, type DataOf } from './command.js'
import type { Figures } from './policy.js'

/** The sessions of a batch: what each is about, and when it is held. */
export const sessions = {
  s1: { courseId: 'c1', date: '2018-03-19', period: 'morning' },
  s2: { courseId: 'c2', date: '2018-03-20', period: 'morning' },
  s3: { courseId: 'c3', date: '2018-03-21', period: 'morning' },
} as const
export type SessionName = keyof typeof sessions
export const sessionNames: readonly SessionName[] = ['s1', 's2', 's3']

const by = { role: 'base', id: 'office' } as const

/** A batch from its plan to its end. */
export const batchCommands = ({ seats }: Figures) => {
  const planBatch = (batchId: string, changes: Changes<'PlanBatch'> = {}) =>
    command('PlanBatch', {
      batchId,
      baseId: 'b1',
      title: 'A batch',
      audience: ['villager', 'partyMember'],
      seats,
      startsOn: '2018-03-19',
      endsOn: '2018-03-25',
      on: '2018-02-10',
      ...changes,
    })
  const scheduleSession = (batchId: string, session: SessionName, changes: Changes<'ScheduleSession'> = {}) =>
    command('ScheduleSession', {
      batchId,
      sessionId: session,
      ...sessions[session],
      instructorId: 'i1',
      placeId: 'room',
      requestedBy: session === 's2' ? ['t1'] : [],
      by,
      on: '2018-02-12',
      ...changes,
    })
  const reviewGate = (batchId: string, gate: DataOf<'ReviewGate'>['gate'], changes: Changes<'ReviewGate'> = {}) =>
    command('ReviewGate', {
      batchId,
      gate,
      passed: true,
      findings: [],
      by,
      on: gate === 'effectiveness' ? '2018-03-24' : '2018-03-01',
      ...changes,
    })
  const openEnrolment = (batchId: string, on = '2018-03-02') => command('OpenEnrolment', { batchId, on })
  const takeSeat = (batchId: string, traineeId: string, changes: Changes<'TakeSeat'> = {}) =>
    command('TakeSeat', { batchId, traineeId, on: '2018-03-05', ...changes })
  const startBatch = (batchId: string, on = '2018-03-19') => command('StartBatch', { batchId, on })
  const deliverSession = (
    batchId: string,
    session: SessionName,
    present: readonly string[],
    on: string = sessions[session].date,
  ) => command('DeliverSession', { batchId, sessionId: session, present: [...present], on })
  const recordAssessment = (batchId: string, traineeId: string, score = 100, on = '2018-03-22') =>
    command('RecordAssessment', { batchId, traineeId, score, on })
  const giveFeedback = (batchId: string, traineeId: string, rating = 5, on = '2018-03-22') =>
    command('GiveFeedback', { batchId, traineeId, rating, on })
  const closeBatch = (batchId: string, on = '2018-03-25') => command('CloseBatch', { batchId, on })
  /** A batch with all its sessions scheduled. */
  const scheduledBatch = (batchId: string) => [
    planBatch(batchId),
    ...sessionNames.map((session) => scheduleSession(batchId, session)),
  ]
  return {
    planBatch,
    scheduleSession,
    scheduledBatch,
    reviewGate,
    openEnrolment,
    takeSeat,
    startBatch,
    deliverSession,
    recordAssessment,
    giveFeedback,
    closeBatch,
  }
}
