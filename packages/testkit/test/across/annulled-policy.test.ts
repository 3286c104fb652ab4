// The version of a policy is a name among those that stand: that of an annulled one is free again.
import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { by, programmeAt, right, scenario } from './programme.js'

const adopt = (batchSeats: number) =>
  scenario.adoptPolicy(2, '2018-06-01', { policy: { batchSeats }, on: '2018-06-01' })

const versionsIn = async ({ standing }: Awaited<ReturnType<typeof programmeAt>>) =>
  (await standing('base-b1')).flatMap(({ type, data }) =>
    type === 'PolicyAdopted' ? [[Reflect.get(data, 'version'), Reflect.get(data, 'policy').batchSeats]] : [],
  )

it('is given again as if the annulled one had never been, and what was decided by that one is decided by the new one', async () => {
  const programme = await programmeAt('people')
  await programme.must(adopt(30))
  await programme.must({
    ...scenario.planBatch('k2', { seats: 30, on: '2018-06-02', startsOn: '2018-07-02', endsOn: '2018-07-08' }),
  })
  right(await programme.annul('base-b1', 'PolicyAdopted'))
  // the batch was planned by the policy that was annulled: the one that takes its name must leave it possible
  expect(await programme.enter(adopt(20))).toMatchObject(
    E.left({ rejection: { rule: 'G8', blocked: [{ stream: 'batch-k2', event: 'BatchPlanned', rule: 'T2' }] } }),
  )
  await programme.must(adopt(40))
  expect(await versionsIn(programme)).toEqual([
    [1, 50],
    [2, 40],
  ])
  expect(await programme.violations()).toEqual([])
})

it('cannot stand again beside another one of its version', async () => {
  const programme = await programmeAt('people')
  await programme.must(adopt(30))
  right(await programme.annul('base-b1', 'PolicyAdopted'))
  const annulment = (await programme.logOf('base-b1')).at(-1)?.eventId ?? ''
  await programme.must(adopt(20))
  const again = { stream: 'base-b1', eventId: annulment, reason: 'it was adopted', by, on: '2019-06-02' }
  expect(await programme.runtime.annul(again, { commandId: 'again', actor: 'clerk' })()).toMatchObject(
    E.left({ rejection: { rule: 'G8', evidence: { rule: 'B3', event: 'PolicyAdopted', version: 2 } } }),
  )
  expect(await versionsIn(programme)).toEqual([
    [1, 50],
    [2, 20],
  ])
})
