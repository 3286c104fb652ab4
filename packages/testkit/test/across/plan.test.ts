// What a change of the past reaches is decided in all streams before anything of it is recorded.
import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { programmeAt, right, scenario } from './programme.js'

const withdraw = { type: 'Withdraw', data: { traineeId: 't1', reason: 'moved', on: '2018-06-03' } } as const
const disqualify = (on: string) => ({ type: 'Disqualify', data: { traineeId: 't1', reason: 'fraud', on } }) as const

const lengthsOf = async ({ storage }: Awaited<ReturnType<typeof programmeAt>>) => storage.events.count()

it('is refused where it makes impossible what people entered in another stream, and names that', async () => {
  const programme = await programmeAt('placed')
  const before = await lengthsOf(programme)
  // the mentor left before the household was placed
  expect(await programme.enter(withdraw)).toMatchObject(
    E.left({
      rejection: {
        rule: 'G8',
        blocked: [{ stream: 'agreement-a1', event: 'HouseholdPlaced', on: '2018-06-05' }],
      },
    }),
  )
  await programme.settle()
  expect(await lengthsOf(programme)).toBe(before)
})

it('leaves no agreement behind whose mentoring could not start', async () => {
  const programme = await programmeAt('mentoring')
  // before the agreement was signed
  const { plan } = right(await programme.enter(disqualify('2018-05-20')))
  await programme.settle()
  expect(plan?.contradictions).toMatchObject([{ stream: 'agreement-a1', event: 'AgreementSigned', rule: 'M1' }])
  expect((await programme.violations()).map((violation) => violation.slice(0, 15))).toEqual(['M1 agreement-a1'])
  expect((await programme.standing('agreement-a1')).map(({ type }) => type)).toEqual([
    'AgreementSigned',
    'AgreementTerminated',
  ])
  expect((await programme.standing('journey-t1')).map(({ type }) => type)).not.toContain('MentoringStarted')
})

it('shows everything in a dry run, and records nothing', async () => {
  const programme = await programmeAt('placed')
  await programme.must(scenario.recordIncome('h1'), scenario.confirmExit('h1'))
  const before = await lengthsOf(programme)
  const outcome = right(await programme.correct('household-h1', 'HouseholdRegistered', { people: 5 }, { dryRun: true }))
  await programme.settle()
  expect(await lengthsOf(programme)).toBe(before)
  expect(outcome.plan?.streams.map(({ stream }) => stream)).toEqual(['household-h1', 'agreement-a1'])
  expect(outcome.plan?.streams[1]?.entries).toMatchObject([
    {
      kind: 'recomputed',
      on: '2018-06-05',
      events: [{ type: 'HouseholdPlaced', data: { people: 5 } }],
      about: { event: 'HouseholdPlaced', on: '2018-06-05' },
    },
    { kind: 'recomputed', events: [{ type: 'OutcomeRecorded', data: { people: 5 } }] },
  ])
  expect(outcome.plan?.affected).toEqual(['household-h1', 'agreement-a1'])
  expect(outcome.plan?.contradictions).toEqual([])
})

it('reaches what copied the figure and nothing else, through placements, an exit and a relapse', async () => {
  const programme = await programmeAt('placed')
  const members = (people: number) => ({ householdId: 'h1', people, reason: 'birth', on: '2018-02-01' })
  await programme.must(
    { type: 'ReviseMembers', data: members(4) },
    scenario.command('ReleaseHousehold', { agreementId: 'a1', householdId: 'h1', reason: 'moved', on: '2018-06-10' }),
    scenario.placeHousehold('a1', 'h1', '2018-06-20'),
    scenario.recordIncome('h1'),
    scenario.confirmExit('h1'),
    scenario.command('RecordRelapse', { householdId: 'h1', cause: 'illness', on: '2020-03-01' }),
  )
  const { plan } = right(await programme.correct('household-h1', 'MembersRevised', { people: 5 }))
  expect(
    plan?.streams.map(({ stream, entries }) => [
      stream,
      ...entries.map(({ kind, events }) =>
        [kind, ...events.map(({ type, data }) => `${type} ${Reflect.get(data, 'people')}`)].join(' '),
      ),
    ]),
  ).toEqual([
    ['household-h1', 'entered MembersRevised 5', 'recomputed PovertyExited 5', 'recomputed PovertyRelapsed 5'],
    [
      'agreement-a1',
      'recomputed HouseholdPlaced 5',
      'recomputed HouseholdPlaced 5',
      'recomputed OutcomeRecorded 5',
      'recomputed OutcomeRecorded 5',
    ],
  ])
  const recorded = await lengthsOf(programme)
  await programme.settle()
  expect(await lengthsOf(programme)).toBe(recorded)
  expect(await programme.violations()).toEqual([])
})

it('shows what is computed again as such, also after it was annulled and stood again', async () => {
  const programme = await programmeAt('placed')
  await programme.must(scenario.recordIncome('h1'), scenario.confirmExit('h1'))
  right(await programme.annul('household-h1', 'PovertyExited'))
  const annulment = (await programme.logOf('household-h1')).at(-1)?.eventId ?? ''
  const again = { stream: 'household-h1', eventId: annulment, reason: 'it was so', by: { role: 'office', id: 'o1' } }
  right(await programme.runtime.annul({ ...again, on: '2019-06-02' }, { commandId: 'again', actor: 'clerk-7' })())
  const outcome = right(await programme.correct('household-h1', 'HouseholdRegistered', { people: 5 }, { dryRun: true }))
  expect(outcome.plan?.streams[0]?.entries.map(({ kind, about }) => `${kind} ${about?.event}`)).toEqual([
    'entered HouseholdRegistered',
    'recomputed PovertyExited',
  ])
})

it('names in a contradiction what it is because of, also where that stands later in the history', async () => {
  const programme = await programmeAt('open')
  // the gate was reviewed only after enrolment was opened
  right(await programme.correct('batch-k1', 'GateReviewed', { on: '2018-03-10' }))
  const log = await programme.logOf('batch-k1')
  const [contradiction] = log.filter(({ type }) => type === 'EntryContradicted').map(({ data }) => JSON.parse(data))
  expect(log.map(({ eventId }) => eventId)).toContain(contradiction?.becauseOf)
})

it('is recorded whole, and the processes find nothing left to do', async () => {
  const programme = await programmeAt('placed')
  await programme.must(scenario.recordIncome('h1'), scenario.confirmExit('h1'))
  right(await programme.correct('household-h1', 'HouseholdRegistered', { people: 5 }))
  const recorded = await lengthsOf(programme)
  await programme.settle()
  expect(await lengthsOf(programme)).toBe(recorded)
})

it('is refused where it reaches more streams than its limit', async () => {
  const programme = await programmeAt('placed')
  const change = () => programme.correct('household-h1', 'HouseholdRegistered', { people: 5 }, { limit: 1 })
  expect(await change()).toMatchObject(E.left({ rejection: { rule: 'G11', evidence: { streams: 2, limit: 1 } } }))
})

it('takes back what followed from an annulled entry in other streams, without offering it again meanwhile', async () => {
  const programme = await programmeAt('mentoring')
  await programme.must({ ...withdraw, data: { ...withdraw.data, on: '2018-06-13' } })
  right(await programme.annul('journey-t1', 'JourneyWithdrawn'))
  await programme.settle()
  const types = async (stream: string) => (await programme.logOf(stream)).map(({ type }) => type)
  expect((await types('journey-t1')).slice(-4)).toEqual([
    'JourneyWithdrawn',
    'MentoringEnded',
    'EntryAnnulled',
    'EntryAnnulled',
  ])
  expect((await types('agreement-a1')).slice(-2)).toEqual(['AgreementTerminated', 'EntryAnnulled'])
})
