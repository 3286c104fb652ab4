// What other streams decided on has changed: they decide again, as if it had been so at once.
import { expect, it } from 'vitest'
import { programmeAt, right, scenario } from './programme.js'

const withIncome = [scenario.recordIncome('h1'), scenario.confirmExit('h1')]
const peopleIn = (events: readonly { readonly type: string; readonly data: object }[]) =>
  events.flatMap(({ type, data }) => ('people' in data ? [`${type} ${String(data.people)}`] : []))

it.each([
  ['a household that is corrected', 'correct'],
  ['a paper of its members that comes late', 'late'],
] as const)('%s has as many people in its agreement, its exit and the reports', async (_what, how) => {
  const programme = await programmeAt('placed')
  await programme.must(...withIncome)
  if (how === 'correct') right(await programme.correct('household-h1', 'HouseholdRegistered', { people: 5 }))
  else
    await programme.must({
      type: 'ReviseMembers',
      data: { householdId: 'h1', people: 5, reason: 'birth', on: '2018-02-01' },
    })
  await programme.settle()
  expect(peopleIn(await programme.standing('agreement-a1'))).toEqual(['HouseholdPlaced 5', 'OutcomeRecorded 5'])
  expect(peopleIn(await programme.standing('household-h1')).at(-1)).toBe('PovertyExited 5')
  expect(await programme.violations()).toEqual([])
})

it('a policy that is put right reaches every result that was judged by it', async () => {
  const programme = await programmeAt('closed')
  right(await programme.correct('batch-k1', 'AssessmentRecorded', { score: 70 }))
  await programme.settle()
  const result = async () => (await programme.standing('journey-t1')).find(({ type }) => type.startsWith('Training'))
  const before = await result()
  const adopted = (await programme.standing('base-b1')).find(({ type }) => type === 'PolicyAdopted')
  const policy = adopted !== undefined && 'policy' in adopted.data ? adopted.data.policy : {}
  right(await programme.correct('base-b1', 'PolicyAdopted', { policy: { ...(policy as object), passScore: 81 } }))
  await programme.settle()
  const after = await result()
  expect(before).not.toEqual(after)
  expect(await programme.violations()).toEqual([])
})

it('a seat with a bed in a closed batch that is put right keeps the bed, and check finds nothing', async () => {
  const programme = await programmeAt('closed')
  const { plan } = right(await programme.correct('batch-k1', 'SeatTaken', { on: '2018-03-06' }))
  expect(plan?.streams.map(({ stream }) => stream)).toContain('calendar-dorm')
  await programme.settle()
  expect((await programme.standing('calendar-dorm')).map(({ type, data }) => `${type} ${data.on}`)).toEqual([
    'BedReserved 2018-03-06',
    'BedReleased 2018-03-25',
  ])
  expect(await programme.violations()).toEqual([])
})
