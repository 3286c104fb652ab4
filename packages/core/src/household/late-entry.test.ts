// What is entered for a day before what is recorded already.
import { describe, expect, test } from 'vitest'
import { given } from '../../test/given.js'
import {
  accepted,
  endMentor,
  exit,
  incomeRecorded,
  policy,
  recordIncome,
  registered,
  reviseMembers,
} from '../../test/households.js'
import { aggregate, beneficiary } from './index.js'

const exitInDecember = exit({ publicisedFrom: '2018-12-01', publicisedUntil: '2018-12-10', on: '2018-12-20' })
const mentored = given(aggregate, registered, incomeRecorded(400_000), accepted)

describe('an exit of December', () => {
  test('is accepted after an income and a count of January, with the people of its day', () => {
    const january = mentored.when(recordIncome(500_000, 2018, '2019-01-10')).when(reviseMembers(5, '2019-01-15'))
    expect(january.when(exitInDecember, policy()).events).toMatchObject([
      { type: 'PovertyExited', data: { perCapitaFen: 400_000, people: 4, agreementId: 'a1', on: '2018-12-20' } },
    ])
  })

  test('is credited to the agreement of its day, though that has ended', () => {
    const ended = mentored.when(endMentor({ on: '2018-12-31' }))
    expect(ended.when(exitInDecember, policy()).events).toMatchObject([{ data: { agreementId: 'a1' } }])
  })

  test('counts again the people after a late count, and loses the agreement that had ended before', () => {
    const exited = mentored.when(exitInDecember, policy())
    const counted = exited.when(reviseMembers(6, '2018-11-01'), policy())
    expect(counted.history.at(-1)).toMatchObject({ type: 'PovertyExited', data: { people: 6 } })
    const ended = exited.when(endMentor({ on: '2018-12-01' }), policy())
    expect(ended.history.at(-1)?.data).not.toHaveProperty('agreementId')
  })

  test('X1 contradicts it after a late income below the line, and another one resolves that', () => {
    const exited = mentored.when(exitInDecember, policy())
    const poor = exited.when(recordIncome(300_000, 2018, '2018-11-01'), policy())
    expect(poor.contradictions).toEqual(['X1'])
    expect(poor.history.at(-1)).toMatchObject({ type: 'PovertyExited', data: { perCapitaFen: 300_000 } })
    const recounted = poor.when(reviseMembers(6, '2018-11-02'), policy())
    expect(recounted.contradictions).toEqual(['X1'])
    expect(recounted.when(recordIncome(360_000, 2018, '2018-11-03'), policy()).contradictions).toEqual([])
  })
})

test('the count of the newest day is the number of people, whatever is entered last', () => {
  const counted = given(aggregate, registered).when(reviseMembers(4, '2018-06-01')).when(reviseMembers(9, '2018-05-01'))
  expect(beneficiary(counted.state).people).toBe(4)
})
