// Parts of situations that several rules about batches use.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import type { Scenario, SessionName } from '../../scenario.js'
import { dayInMarch } from '../case.js'

export const sessionIds = ['s1', 's2', 's3'] as const

/** What an event holds of each sample session besides its command. */
export const sessionContents = {
  s1: { subject: 'history', component: 'partySpirit', kind: 'theory', addresses: ['skills'], hours: 4 },
  s2: { subject: 'morels', component: 'skills', kind: 'theory', addresses: ['skills'], hours: 4 },
  s3: { subject: 'pruning', component: 'practice', kind: 'theory', addresses: ['skills'], hours: 4 },
} as const

/** A further session of the batch, like one of the sample. */
export const furtherSession = (
  scenario: Scenario,
  like: SessionName,
  changes: Parameters<Scenario['scheduleSession']>[2] = {},
): CommandInput => scenario.scheduleSession('k1', like, { sessionId: 's4', date: '2018-03-22', ...changes })

export type SessionTime = readonly [date: string, period: 'morning' | 'evening']

export const sessionTime: fc.Arbitrary<SessionTime> = fc.tuple(
  dayInMarch(19, 22),
  fc.constantFrom('morning' as const, 'evening' as const),
)

/** Whether the sample batch has a session at that time. */
export const isTaken = ([date, period]: SessionTime): boolean => period === 'morning' && date <= '2018-03-21'

const elsewhere = { instructorId: 'i2', placeId: 'field' } as const

/** A second batch with a session, in another place and with another instructor. */
export const secondBatch = (scenario: Scenario, [date, period]: SessionTime): readonly CommandInput[] => [
  scenario.planBatch('k2'),
  scenario.scheduleSession('k2', 's1', { date, period, ...elsewhere }),
]

/** A second batch that is open for enrolment, at the same time as the first. */
export const openSecondBatch = (scenario: Scenario): readonly CommandInput[] => [
  scenario.planBatch('k2'),
  ...sessionIds.map((session) => scenario.scheduleSession('k2', session, elsewhere)),
  scenario.reviewGate('k2', 'curriculum'),
  scenario.reviewGate('k2', 'mode'),
  scenario.openEnrolment('k2'),
]

export const cancelSession = ({ command }: Scenario, sessionId: string, reason: string, on: string): CommandInput =>
  command('CancelSession', { batchId: 'k1', sessionId, reason, on })

export const cancelBatch = ({ command }: Scenario): CommandInput =>
  command('CancelBatch', { batchId: 'k1', reason: 'storm', on: '2018-03-23' })

export const correctAttendance = ({ command }: Scenario, traineeId: string): CommandInput =>
  command('CorrectAttendance', {
    batchId: 'k1',
    sessionId: 's1',
    traineeId,
    present: false,
    reason: 'misread',
    on: '2018-03-26',
  })

export const releaseSeat = ({ command }: Scenario, traineeId: string): CommandInput =>
  command('ReleaseSeat', { batchId: 'k1', traineeId, reason: 'ill', on: '2018-03-26' })

/** What the enrolment process sends for a seat. */
export const enrol = ({ command }: Scenario, traineeId: string, batchId: string): CommandInput =>
  command('Enrol', { traineeId, batchId, from: '2018-03-19', until: '2018-03-25', on: '2018-03-06' })
