// What several rules of a batch are shown in.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import type { Scenario, SessionName } from '../scenario.js'

export const march = (from: number, to: number) => fc.integer({ min: from, max: to }).map((of) => `2018-03-${of}`)
export const outdoors = { instructorId: 'i2', placeId: 'field' } as const

/** A second batch at the same time, outdoors and with the other instructor. */
export const openOutdoors = (scenario: Scenario): CommandInput[] => [
  scenario.planBatch('k2'),
  ...(['s1', 's2', 's3'] as const).map((name) => scenario.scheduleSession('k2', name, outdoors)),
  scenario.reviewGate('k2', 'curriculum'),
  scenario.reviewGate('k2', 'mode'),
  scenario.openEnrolment('k2'),
]
export const enrol = ({ command }: Scenario, batchId: string) =>
  command('Enrol', { traineeId: 't1', batchId, attempt: 1, on: '2018-03-06' })

export const contents = {
  s1: { subject: 'history', component: 'partySpirit', kind: 'theory', addresses: ['skills'], hours: 4 },
  s2: { subject: 'morels', component: 'skills', kind: 'theory', addresses: ['skills'], hours: 4 },
  s3: { subject: 'pruning', component: 'practice', kind: 'theory', addresses: ['skills'], hours: 4 },
} as const
export const more = (scenario: Scenario, like: SessionName, changes: Parameters<Scenario['scheduleSession']>[2] = {}) =>
  scenario.scheduleSession('k1', like, { sessionId: 's4', date: '2018-03-22', ...changes })
