// What several rules of a batch are shown in.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import type { Scenario, SessionName } from '../scenario.js'

export const march = (from: number, to: number) => fc.integer({ min: from, max: to }).map((of) => `2018-03-${of}`)
export const outdoors = { instructorId: 'i2', placeId: 'field' } as const

/** A second batch at the same time, outdoors and with the other instructor. */
export const openOutdoors = (p: Scenario): CommandInput[] => [
  p.plan('k2'),
  ...(['s1', 's2', 's3'] as const).map((name) => p.schedule('k2', name, outdoors)),
  p.gate('k2', 'curriculum'),
  p.gate('k2', 'mode'),
  p.open('k2'),
]
export const enrol = ({ say }: Scenario, batchId: string) =>
  say('Enrol', { traineeId: 't1', batchId, attempt: 1, on: '2018-03-06' })

export const contents = {
  s1: { subject: 'history', component: 'partySpirit', kind: 'theory', addresses: ['skills'], hours: 4 },
  s2: { subject: 'morels', component: 'skills', kind: 'theory', addresses: ['skills'], hours: 4 },
  s3: { subject: 'pruning', component: 'practice', kind: 'theory', addresses: ['skills'], hours: 4 },
} as const
export const more = (p: Scenario, like: SessionName, changes: Parameters<Scenario['schedule']>[2] = {}) =>
  p.schedule('k1', like, { sessionId: 's4', date: '2018-03-22', ...changes })
