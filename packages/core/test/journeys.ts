// Commands and views of one journey, and what its rules refuse.
import { day } from '@skein/kernel'
import { expect, it } from 'vitest'
import * as Journey from '../src/journey/index.js'
import { TraineeId } from '../src/shared/value-objects.js'
import { given } from './given.js'
import { nomination, traineeId } from './people.js'

export const divisionCode = '532329104207'
export const registeredOn = day('2013-01-01')
export const viewsToNominate = {
  base: { foundedOn: day('2017-10-01') },
  division: { registeredOn },
  household: { registeredOn },
}
export const participation = { audience: ['villager'] as const, seat: { attempt: 1, on: day('2018-03-08') } }
export const agreement = { signedOn: day('2018-06-01'), mentorId: TraineeId.parse('x'), industry: 'morels' }

export const journey = (...events: readonly unknown[]) => given(Journey.aggregate, ...events)
export const send = (type: string, data: object = {}) => ({ type, data: { traineeId, on: '2018-06-10', ...data } })
export const nominate = (changes: object = {}) => ({ type: 'NominateCandidate', data: { ...nomination, ...changes } })

export type Refusal = readonly [
  rule: string,
  what: string,
  events: readonly unknown[],
  command: object,
  views: object,
  evidence: object,
]

/** One test for each refusal: these events, then this command, are refused by that rule with that evidence. */
export const testRefusals = (refusals: readonly Refusal[]): void => {
  it.each(refusals)('%s: %s', (rule, _what, events, command, views, evidence) => {
    const decision = journey(...events).when(command, { ...views })
    expect(decision.rule).toBe(rule)
    expect(decision.evidence).toEqual(evidence)
  })
}

/** The evidence of a rule against an event in a log, after these events; no command is needed. */
export const evidenceAgainst = (rule: string, recorded: object, events: readonly unknown[], views: object = {}) => {
  const event = Journey.Events.Event.parse(recorded)
  const allViews = {
    ...Journey.decider.absentViews,
    id: traineeId,
    recordedOn: day('2030-12-31'),
    revision: 1,
    byProcess: false,
    ...views,
  }
  const judging = Journey.rules.filter(({ id, on }) => id === rule && on.includes(event.type))
  return judging
    .map(({ breach }) => breach(event, journey(...events).state, allViews))
    .find((evidence) => evidence !== undefined)
}
