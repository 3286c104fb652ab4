// What is entered for a day before what is recorded already.
import { describe, expect, it } from 'vitest'
import { agreement, ended, place, placed, poor, send, signed, viewsToPlace } from '../../test/agreements.js'

describe('an ended agreement', () => {
  const endedAgreement = agreement(signed(), placed('h1'), ended)

  it('records an outcome of a day before its end', () => {
    const outcome = send('RecordOutcome', { householdId: 'h1', outcome: 'exited', people: 4, on: '2018-07-20' })
    expect(endedAgreement.when(outcome).events).toHaveLength(1)
  })

  it('names at its end the households that were placed before it, also those entered later', () => {
    const late = endedAgreement.when(send('PlaceHousehold', { householdId: 'h2', on: '2018-07-01' }), viewsToPlace)
    expect(late.history.at(-1)).toMatchObject({ type: 'AgreementTerminated', data: { households: ['h1', 'h2'] } })
  })
})

describe('a placement', () => {
  it('M4 counts the people who are placed on its day, and G8 protects a placement of a later day', () => {
    const july = placed('h2', { people: 6, on: '2018-07-01' })
    const early = place([signed(), july], { on: '2018-06-20' }, { household: { ...poor, people: 6 } })
    expect([early.rule, early.evidence]).toEqual([
      'G8',
      expect.objectContaining({ event: 'HouseholdPlaced', on: '2018-07-01', rule: 'M4' }),
    ])
  })
})
