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
  test('has views for placements and mentoring', () => {
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

  test('records what an exit compared, its people and the agreement', () => {
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

  test('records no agreement for an exit after the mentoring ended', () => {
    const ended = given(aggregate, registered, incomeRecorded(400_000), accepted).when(endMentor())
    expect(ended.when(exit(), policy()).events[0]?.data).not.toHaveProperty('agreementId')
  })

  test('is poor again after a relapse, and may exit again', () => {
    const relapsed = given(aggregate, registered, incomeRecorded(400_000), accepted, exited).when(relapse())
    expect(relapsed.events).toEqual([
      { type: 'PovertyRelapsed', data: { cause: 'disaster', on: '2019-05-01', people: 4, agreementId: 'a1' } },
    ])
    expect(beneficiary(relapsed.state).poverty).toEqual({ status: 'poor', on: '2019-05-01' })
    expect(relapsed.when(exit({ on: '2019-06-01' }), policy()).events).toHaveLength(1)
  })

  test('replaces the income of a year by a second record', () => {
    const { when } = given(aggregate, registered, incomeRecorded(300_000))
    expect(when(exit(), policy()).rule).toBe('X1')
    expect(when(recordIncome(400_000)).when(exit(), policy()).events).toHaveLength(1)
    expect(when(recordIncome(400_000)).when(recordIncome(300_000)).when(exit(), policy()).rule).toBe('X1')
  })

  test('records nothing for a process that ends another mentoring', () => {
    const { when } = given(aggregate, registered, { ...accepted, data: { ...acceptanceData, attempt: 2 } })
    expect(given(aggregate, registered).when(endMentor()).events).toEqual([])
    expect(when(endMentor({ attempt: 1 })).events).toEqual([])
    expect(when(endMentor({ agreementId: 'a2' })).events).toEqual([])
    expect(when(endMentor({ attempt: 2 })).events).toHaveLength(1)
    expect(mentor(when(endMentor()).state)).toBeUndefined()
  })

  test('records a correction back to earlier details', () => {
    const correct = (head: string) => ({
      type: 'CorrectHouseholdDetails',
      data: { householdId: 'h1', personal: { head }, reason: 'typo', on: '2018-01-01' },
    })
    const { when } = given(aggregate, registered).when(correct('another'))
    expect(when(correct('another')).events).toEqual([])
    expect(when(correct('somebody')).events).toHaveLength(1)
    expect(when(register({ people: 3 }), viewsToRegister).rule).toBe('G6')
  })

  test('G6 is registered once, before any other event', () => {
    expect(given(aggregate).when(reviseMembers(3)).rule).toBe('G6')
    expect(given(aggregate, registered).when(register({ people: 3 }), viewsToRegister).rule).toBe('G6')
  })

  test('G7 requires an existing base and division', () => {
    expect(given(aggregate).when(register()).evidence).toEqual({ baseId: 'b1', founded: false })
    expect(given(aggregate).when(register(), { base: viewsToRegister.base }).evidence).toEqual({
      divisionCode: '532329102001',
      registered: false,
    })
  })

  test('G7 accepts only the mentor of an active agreement under which it is placed', () => {
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

  test('refuses what is dated before the events that it depends on', () => {
    const { when } = given(aggregate, registered, accepted)
    const refusal = ({ rule, evidence }: { readonly rule: string; readonly evidence: object }) => [rule, evidence]
    expect(refusal(when(reviseMembers(3, '2017-01-01')))).toEqual([
      'G6',
      { event: 'MembersRevised', opensWith: 'HouseholdRegistered' },
    ])
    expect(refusal(when(recordIncome(1, 2019, '2018-10-01')))).toEqual(['G7', { year: 2019, on: '2018-10-01' }])
    expect(when(endMentor({ on: '2018-04-01' })).events).toEqual([])
    const { agreement: _, ...beforeSigning } = viewsToAccept()
    expect(given(aggregate, registered).when(accept({ on: '2018-03-01' }), beforeSigning).rule).toBe('G7')
    const { placement: __, ...beforePlacement } = viewsToAccept()
    expect(given(aggregate, registered).when(accept({ on: '2018-04-30' }), beforePlacement).rule).toBe('G7')
    const early = { on: '2018-09-30', publicisedFrom: '2018-09-01', publicisedUntil: '2018-09-20' }
    expect(refusal(poor.when(exit(early), policy()))).toEqual(['X1', { incomeYear: 2018, perCapitaFen: null }])
    expect(given(aggregate, registered, exited).when(relapse({ on: '2018-11-07' })).rule).toBe('X3')
    expect(refusal(when(reviseMembers(3), { recordedOn: day('2018-01-31') }))).toEqual([
      'G3',
      { on: '2018-02-01', recordedOn: '2018-01-31' },
    ])
  })

  test('credits an exit to the mentoring of its day, and counts the members of its day', () => {
    const mentored = given(aggregate, registered, incomeRecorded(400_000), {
      ...accepted,
      data: { ...acceptanceData, on: '2018-12-01' },
    })
    const { events } = mentored.when(reviseMembers(3, '2018-12-01')).when(exit(), policy())
    expect(events).toMatchObject([{ type: 'PovertyExited', data: { people: 4 } }])
    expect(events[0]?.data).not.toHaveProperty('agreementId')
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

  test('M6 is not mentored by one of its members', () => {
    const memberAsMentor = { ...viewsToAccept(), id: 'h1', mentor: { ...Journey.noMentor, householdId: 'h1' } }
    const decision = given(aggregate, registered).when(accept(), memberAsMentor)
    expect(decision.rule).toBe('M6')
    expect(decision.evidence).toEqual({ householdId: 'h1', mentorsHousehold: 'h1' })
  })

  test('M8 accepts a mentor after leaving poverty only if the policy counts it', () => {
    const { when } = given(aggregate, registered, { ...exited, data: { ...exited.data, on: '2018-04-20' } })
    const decision = when(accept(), { ...viewsToAccept(), id: 'h1' })
    expect(decision.rule).toBe('M8')
    expect(decision.evidence).toEqual({ householdId: 'h1', poverty: 'exited', countExitedHouseholds: false })
    expect(when(accept(), { ...viewsToAccept(), ...policy({ countExitedHouseholds: true }) }).events).toHaveLength(1)
  })

  test('X1 requires income above the line of its year, or of the latest earlier year with a line', () => {
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

  test('X1 requires a recorded income of the year of the exit or the year before', () => {
    expect(poor.when(exit({ incomeYear: 2016 }), policy()).evidence).toEqual({ incomeYear: 2016, exitYear: 2018 })
    expect(poor.when(exit({ incomeYear: 2019 }), policy()).evidence).toEqual({ incomeYear: 2019, exitYear: 2018 })
    expect(poor.when(exit({ incomeYear: 2017 }), policy()).evidence).toEqual({ incomeYear: 2017, perCapitaFen: null })
  })

  test('X1 requires the two assurances and three guarantees', () => {
    for (const lacking of Object.keys(allAssured)) {
      const decision = poor.when(exit({ twoAssurancesThreeGuarantees: { ...allAssured, [lacking]: false } }), policy())
      expect(decision.rule).toBe('X1')
      expect(decision.evidence).toEqual({ lacking })
    }
  })

  test('X1 requires publicity that is long enough and over', () => {
    const short = poor.when(exit({ publicisedFrom: '2018-11-02' }), policy())
    expect(short.rule).toBe('X1')
    expect(short.evidence).toMatchObject({ publicisedDays: 6, exitPublicityDays: 7 })
    expect(poor.when(exit({ on: '2018-11-07' }), policy()).evidence).toEqual({
      publicisedUntil: '2018-11-07',
      on: '2018-11-07',
    })
    expect(poor.when(exit({ publicisedUntil: '2018-10-01' }), policy({ exitPublicityDays: 0 })).rule).toBe('X1')
  })

  test('X2 refuses an exit in the year of registration if the policy says so', () => {
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

  test('X3 lets only a poor household exit, and only an exited one relapse', () => {
    const again = given(aggregate, registered, incomeRecorded(400_000), exited).when(
      exit({ on: '2018-12-01', publicisedFrom: '2018-10-20' }),
      policy(),
    )
    expect(again.rule).toBe('X3')
    expect(again.evidence).toEqual({ poverty: 'exited', since: '2018-11-08', expected: 'poor' })
    expect(poor.when(relapse()).rule).toBe('X3')
  })
})
