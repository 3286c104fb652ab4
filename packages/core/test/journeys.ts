// One person's journey: what it sees of others, what is told of it, and what refuses.
import { day } from '@skein/kernel'
import * as Journey from '../src/journey/index.js'
import { TraineeId } from '../src/shared/value-objects.js'
import { given } from './given.js'
import { nomination, traineeId } from './people.js'

export const divisionCode = '532329104207'
export const registeredOn = day('2013-01-01')
export const there = { base: { foundedOn: day('2017-10-01') }, division: { registeredOn }, household: { registeredOn } }
export const seat = { audience: ['villager'] as const, taken: { attempt: 1, on: day('2018-03-08') } }
export const agreement = { signedOn: day('2018-06-01'), mentorId: TraineeId.parse('x'), industry: 'morels' }

export const journey = (...events: readonly unknown[]) => given(Journey.aggregate, ...events)
export const tell = (type: string, data: object = {}) => ({ type, data: { traineeId, on: '2018-06-10', ...data } })
export const nominate = (changes: object = {}) => ({ type: 'NominateCandidate', data: { ...nomination, ...changes } })

export type Refusal = readonly [
  rule: string,
  why: string,
  events: readonly unknown[],
  command: object,
  facts: object,
  evidence: object,
]

/** What a rule says of an event as it was recorded, whoever recorded it. */
export const judged = (rule: string, recorded: object, events: readonly unknown[], facts: object = {}) => {
  const event = Journey.Events.Event.parse(recorded)
  const seen = { ...Journey.decider.absentViews, id: traineeId, recordedOn: day('2030-12-31'), ...facts }
  const asked = Journey.rules.filter(({ id, on }) => id === rule && on.includes(event.type))
  return asked.map(({ breach }) => breach(event, journey(...events).state, seen)).find((found) => found !== undefined)
}
