import { day } from '@skein/kernel'
import { describe, expect, test } from 'vitest'
import { given } from '../../test/given.js'
import {
  accept,
  acceptanceData,
  accepted,
  allAssured,
  endMentor,
  exit,
  exitData,
  exited,
  incomeRecorded,
  policy,
  poor,
  recordIncome,
  register,
  registered,
  relapse,
  reviseMembers,
  viewsToAccept,
  viewsToRegister,
} from '../../test/households.js'
import * as Journey from '../journey/views.js'
import { TraineeId } from '../shared/value-objects.js'
import { absent, aggregate, beneficiary, existence, mentor, noBeneficiary, stream } from './index.js'

describe('a household', () => {
  test('shows others whom an agreement would carry', () => {
    expect(absent).toEqual({})
    expect(noBeneficiary).toEqual({ people: 0 })
    const { state } = given(aggregate, registered, accepted)
    expect(existence(state)).toEqual({ registeredOn: '2017-03-01', baseId: 'b1', divisionCode: '532329102001' })
    expect(beneficiary(state)).toEqual({
      ...existence(state),
      people: 4,
      poverty: { status: 'poor', on: '2017-03-01' },
      mentor: acceptanceData,
    })
    expect(mentor(state)).toEqual(acceptanceData)
    expect(stream('h1')).toBe('household-h1')
  })

  test('an exit says what was compared, how many people it is about, and who carried them', () => {
    const mentored = given(aggregate, registered, incomeRecorded(400_000), accepted).when(
      reviseMembers(5, '2018-06-01'),
    )
    expect(mentored.when(exit(), policy()).events).toEqual([
      {
        type: 'PovertyExited',
        data: { ...exitData, perCapitaFen: 400_000, lineFen: 350_000, people: 5, agreementId: 'a1' },
      },
    ])
  })

  test('an exit after the mentor has ended names no agreement', () => {
    const ended = given(aggregate, registered, incomeRecorded(400_000), accepted).when(endMentor())
    expect(ended.when(exit(), policy()).events[0]?.data).not.toHaveProperty('agreementId')
  })

  test('a relapse makes it poor again, and it may exit anew', () => {
    const relapsed = given(aggregate, registered, incomeRecorded(400_000), accepted, exited).when(relapse())
    expect(relapsed.events).toEqual([
      { type: 'PovertyRelapsed', data: { cause: 'disaster', on: '2019-05-01', people: 4, agreementId: 'a1' } },
    ])
    expect(beneficiary(relapsed.state).poverty).toEqual({ status: 'poor', on: '2019-05-01' })
    expect(relapsed.when(exit({ on: '2019-06-01' }), policy()).events).toHaveLength(1)
  })

  test('a second income for a year replaces the first', () => {
    const { when } = given(aggregate, registered, incomeRecorded(300_000))
    expect(when(exit(), policy()).rule).toBe('X1')
    expect(when(recordIncome(400_000)).when(exit(), policy()).events).toHaveLength(1)
    expect(when(recordIncome(400_000)).when(recordIncome(300_000)).when(exit(), policy()).rule).toBe('X1')
  })

  test('an ending that answers another mentor, or none, changes nothing', () => {
    const { when } = given(aggregate, registered, { ...accepted, data: { ...acceptanceData, attempt: 2 } })
    expect(given(aggregate, registered).when(endMentor()).events).toEqual([])
    expect(when(endMentor({ attempt: 1 })).events).toEqual([])
    expect(when(endMentor({ agreementId: 'a2' })).events).toEqual([])
    expect(when(endMentor({ attempt: 2 })).events).toHaveLength(1)
    expect(mentor(when(endMentor()).state)).toBeUndefined()
  })

  test('details may be corrected and revised back', () => {
    const correct = (head: string) => ({
      type: 'CorrectHouseholdDetails',
      data: { householdId: 'h1', personal: { head }, reason: 'typo', on: '2018-01-01' },
    })
    const { when } = given(aggregate, registered).when(correct('another'))
    expect(when(correct('another')).events).toEqual([])
    expect(when(correct('somebody')).events).toHaveLength(1)
    expect(when(register(), viewsToRegister).rule).toBe('G6')
  })

  test('G6 is registered first, and once', () => {
    expect(given(aggregate).when(reviseMembers(3)).rule).toBe('G6')
    expect(given(aggregate, registered).when(register({ people: 3 }), viewsToRegister).rule).toBe('G6')
  })

  test('G7 is registered with a viewsToRegister in a division that are there', () => {
    expect(given(aggregate).when(register()).evidence).toEqual({ baseId: 'b1', founded: false })
    expect(given(aggregate).when(register(), { base: viewsToRegister.base }).evidence).toEqual({
      divisionCode: '532329102001',
      registered: false,
    })
  })

  test('G7 accepts the mentor of an agreement that runs and that it is placed under', () => {
    const { when } = given(aggregate, registered)
    const views = viewsToAccept()
    expect(when(accept()).evidence).toEqual({ agreementId: 'a1', signed: false })
    expect(
      when(accept(), { ...views, agreement: { ...views.agreement, endedOn: day('2018-05-02') } }).evidence,
    ).toMatchObject({ endedOn: '2018-05-02' })
    expect(when(accept({ mentorId: 'm2' }), views).evidence).toMatchObject({ mentorId: 'm2', signedBy: 'm1' })
    expect(when(accept(), { ...views, placement: undefined }).evidence).toMatchObject({ placed: false })
    expect(when(accept(), viewsToAccept(2)).evidence).toMatchObject({ attempt: 1, currentAttempt: 2 })
    for (const command of [accept(), accept({ attempt: undefined })])
      expect(when(command, views).events).toHaveLength(1)
  })

  test('G3 rests on what it is told from', () => {
    const { when } = given(aggregate, registered, accepted)
    const early = (decision: { evidence: object }) =>
      'dependsOn' in decision.evidence ? decision.evidence.dependsOn : undefined
    expect(early(given(aggregate).when(register({ on: '2015-01-01' }), viewsToRegister))).toBe('baseFounded')
    expect(early(when(reviseMembers(3, '2017-01-01')))).toBe('registered')
    expect(early(when(recordIncome(1, 2019, '2018-10-01')))).toBe('yearBegan')
    expect(early(when(endMentor({ on: '2018-04-01' })))).toBe('mentorAccepted')
    expect(early(given(aggregate, registered).when(accept({ on: '2018-03-01' }), viewsToAccept()))).toBe(
      'agreementSigned',
    )
    expect(early(given(aggregate, registered).when(accept({ on: '2018-04-30' }), viewsToAccept()))).toBe('placed')
    expect(early(poor.when(exit({ on: '2018-09-30' }), policy()))).toBe('incomeRecorded')
    const mentored = given(aggregate, registered, incomeRecorded(400_000), {
      ...accepted,
      data: { ...acceptanceData, on: '2018-12-01' },
    })
    expect(early(mentored.when(exit(), policy()))).toBe('mentorAccepted')
    expect(early(poor.when(reviseMembers(3, '2018-12-01')).when(exit(), policy()))).toBe('membersCounted')
    expect(early(given(aggregate, registered, exited).when(relapse({ on: '2018-11-07' })))).toBe('exited')
    expect(when(reviseMembers(3), { recordedOn: day('2018-01-31') }).rule).toBe('G3')
  })

  test('M5 has one mentor, under one agreement, at a time', () => {
    const { when } = given(aggregate, registered, accepted)
    const other = { ...viewsToAccept(), agreement: { ...viewsToAccept().agreement, mentorId: TraineeId.parse('m1') } }
    const decision = when(accept({ agreementId: 'a2' }), other)
    expect(decision.rule).toBe('M5')
    expect(decision.evidence).toEqual({ mentoredBy: 'm1', underAgreement: 'a1' })
    expect(when(accept({ on: '2018-05-09' }), viewsToAccept()).events).toEqual([])
    expect(when(accept({ attempt: 2 }), viewsToAccept(2)).rule).toBe('M5')
    expect(when(endMentor()).when(accept({ agreementId: 'a2', on: '2018-06-02' }), other).events).toHaveLength(1)
  })

  test('M6 is not mentored by one of its own', () => {
    const own = { ...viewsToAccept(), id: 'h1', mentor: { ...Journey.noMentor, householdId: 'h1' } }
    const decision = given(aggregate, registered).when(accept(), own)
    expect(decision.rule).toBe('M6')
    expect(decision.evidence).toEqual({ householdId: 'h1', mentorsHousehold: 'h1' })
  })

  test('M8 one that left poverty since it was placed accepts a mentor only where the policy counts it', () => {
    const { when } = given(aggregate, registered, { ...exited, data: { ...exited.data, on: '2018-04-20' } })
    const decision = when(accept(), { ...viewsToAccept(), id: 'h1' })
    expect(decision.rule).toBe('M8')
    expect(decision.evidence).toEqual({ householdId: 'h1', poverty: 'exited', countExitedHouseholds: false })
    expect(when(accept(), { ...viewsToAccept(), ...policy({ countExitedHouseholds: true }) }).events).toHaveLength(1)
  })

  test('X1 income is above the line of its year, or of the latest year before that has one', () => {
    const { when } = given(aggregate, registered, incomeRecorded(350_000), incomeRecorded(340_000, 2017))
    expect(when(exit(), policy()).rule).toBe('X1')
    expect(when(exit(), policy()).evidence).toEqual({
      incomeYear: 2018,
      perCapitaFen: 350_000,
      lineFen: 350_000,
      lineYear: 2018,
    })
    const older = policy({ povertyLineFen: { '2015': 360_000 } })
    expect(when(exit(), older).evidence).toEqual({
      incomeYear: 2018,
      perCapitaFen: 350_000,
      lineFen: 360_000,
      lineYear: 2015,
    })
    expect(when(exit(), policy({ povertyLineFen: {} })).evidence).toEqual({
      incomeYear: 2018,
      perCapitaFen: 350_000,
      lineFen: null,
    })
    const lower = policy({ povertyLineFen: { '2016': 330_000 } })
    expect(when(exit({ incomeYear: 2017 }), lower).events).toHaveLength(1)
  })

  test('X1 the income is that of the year of the exit or the one before, and recorded', () => {
    expect(poor.when(exit({ incomeYear: 2016 }), policy()).evidence).toEqual({ incomeYear: 2016, exitYear: 2018 })
    expect(poor.when(exit({ incomeYear: 2019 }), policy()).evidence).toEqual({ incomeYear: 2019, exitYear: 2018 })
    expect(poor.when(exit({ incomeYear: 2017 }), policy()).evidence).toEqual({ incomeYear: 2017, perCapitaFen: null })
  })

  test('X1 all of the two assurances and three guarantees', () => {
    for (const lacking of Object.keys(allAssured)) {
      const decision = poor.when(exit({ twoAssurancesThreeGuarantees: { ...allAssured, [lacking]: false } }), policy())
      expect(decision.rule).toBe('X1')
      expect(decision.evidence).toEqual({ lacking })
    }
  })

  test('X1 publicity is long enough, and over', () => {
    const short = poor.when(exit({ publicisedFrom: '2018-11-02' }), policy())
    expect(short.rule).toBe('X1')
    expect(short.evidence).toMatchObject({ publicisedDays: 6, exitPublicityDays: 7 })
    expect(poor.when(exit({ on: '2018-11-07' }), policy()).evidence).toEqual({
      publicisedUntil: '2018-11-07',
      on: '2018-11-07',
    })
    expect(poor.when(exit({ publicisedUntil: '2018-10-01' }), policy({ exitPublicityDays: 0 })).rule).toBe('X1')
  })

  test('X2 not in the year of registration, where the policy says so', () => {
    const { when } = given(
      aggregate,
      { ...registered, data: { ...registered.data, on: '2018-01-05' } },
      incomeRecorded(400_000),
    )
    const strict = policy({ exitInRegistrationYear: false })
    expect(when(exit(), strict).rule).toBe('X2')
    expect(when(exit(), strict).evidence).toMatchObject({ on: '2018-11-08', registeredOn: '2018-01-05' })
    expect(when(exit(), policy()).events).toHaveLength(1)
    expect(poor.when(exit(), strict).events).toHaveLength(1)
  })

  test('X3 only the poor exit, only the exited relapse', () => {
    const again = given(aggregate, registered, incomeRecorded(400_000), exited).when(
      exit({ on: '2018-12-01', publicisedFrom: '2018-10-20' }),
      policy(),
    )
    expect(again.rule).toBe('X3')
    expect(again.evidence).toEqual({ poverty: 'exited', since: '2018-11-08', expected: 'poor' })
    expect(poor.when(relapse()).rule).toBe('X3')
  })
})
