// What the simulation found, each in the smallest story.
import { domain } from '@skein/core'
import {
  catchUp,
  createRuntime,
  readEntries,
  rebuild,
  restartProcesses,
  type Storage,
  StorageError,
  status,
} from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { by, programmeAt, right, scenario } from '../across/programme.js'
import { withEvents, withKeys, withReadModels } from '../broken/changed-store.js'

const masterKey = Buffer.alloc(32, 7).toString('base64')
const clock = () => new Date('2030-12-31T04:00:00Z')
const runtimeOn = (storage: Storage) => createRuntime(domain, storage, { clock, masterKey })
const amendment = { reason: 'typing error', by, on: '2030-12-01' }

describe('bookings of an instructor whose engagement is corrected', () => {
  it.each([1, 2, 100])('stay in the read models, in pages of %i events', async (batchSize) => {
    const { storage, runtime, correct } = await programmeAt('planned')
    await runtime.settle()
    right(await correct('instructor-i1', 'InstructorEngaged', { on: '2017-12-30' }))
    await catchUp(domain, storage, { batchSize })
    expect(await runtime.read('facultyPool').get('b1', { today: '2030-12-31' })).toMatchObject({
      idle: [{ instructorId: 'i1', since: '2018-03-21' }, { instructorId: 'i2' }],
    })
  })

  it('stay in the state of the stream, in pages of one event', async () => {
    const { storage, correct, must, standing } = await programmeAt('planned')
    right(await correct('instructor-i1', 'InstructorEngaged', { on: '2017-12-30' }))
    await must(scenario.planBatch('k2', { on: '2018-02-13' }))
    const paged = withEvents(storage, ({ readStream }) => ({
      readStream: (stream, options) => readStream(stream, { ...options, batchSize: 1 }),
    }))
    const again = scenario.scheduleSession('k2', 's1', { placeId: 'field', on: '2018-02-13' })
    const runtime = runtimeOn(paged)
    right(await runtime.execute(again, { commandId: 'again', actor: 'clerk' })())
    await runtime.settle({ projections: false })
    // the instructor is booked already at that time
    expect((await standing('batch-k2')).map(({ type }) => type)).toEqual([
      'BatchPlanned',
      'SessionScheduled',
      'SessionCancelled',
    ])
  })
})

it('a seat that was taken without knowing of a disqualification is contradicted, though that was handled before', async () => {
  const { storage, must } = await programmeAt('open')
  let appendSeat = (): void => undefined
  const isDisqualified = new Promise<void>((resolve) => {
    appendSeat = resolve
  })
  const late = withEvents(storage, ({ append }) => ({
    append:
      (...given) =>
      async () => {
        await isDisqualified
        return append(...given)()
      },
  }))
  const takingSeat = runtimeOn(late).execute(scenario.takeSeat('k1', 't1', { on: '2018-03-05' }), {
    commandId: 'late',
    actor: 'clerk',
  })()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await must({ type: 'Disqualify', data: { traineeId: 't1', reason: 'asked', on: '2018-02-24' } })
  appendSeat()
  right(await takingSeat)
  await runtimeOn(storage).settle({ projections: false })
  const entries = await readEntries({ domain, storage }, 'batch-k1')
  const seat = entries.find(({ command }) => command?.type === 'TakeSeat')
  expect(seat).toMatchObject({ contradictedBy: ['S5'] })
})

it('a follower finds the new generation when the one that it has just found was replaced and dropped', async () => {
  const { storage, runtime } = await programmeAt('founded')
  await runtime.settle()
  let isRebuilt = false
  const slow = withReadModels(storage, ({ list }) => ({
    async list(...given) {
      if (!isRebuilt) {
        isRebuilt = true
        await rebuild(domain, storage)
        for (const { id, state } of await storage.readModels.generations())
          if (state === 'retired') await storage.readModels.drop(id)
      }
      return list(...given)
    },
  }))
  await catchUp(domain, slow)
  expect(isRebuilt).toBe(true)
  for (const { state } of await status(domain, storage)) expect(state).toBe('live')
})

it('an annulment that is recorded is answered so, though its claim cannot be released', async () => {
  const { storage, entryOf } = await programmeAt('founded')
  const broken = withKeys(storage, () => ({
    unclaim: async () => {
      throw new StorageError('unavailable', { en: 'the keys cannot be reached', zh: '无法访问密钥' })
    },
  }))
  const annulment = { stream: 'base-b1', eventId: await entryOf('base-b1', 'FacilityOpened'), ...amendment }
  const result = await runtimeOn(broken).annul(annulment, { commandId: 'a', actor: 'clerk' })()
  expect(E.isRight(result)).toBe(true)
})

it('processes that are restarted take back again what they record again for an annulled cause', async () => {
  const { storage, settle, must, annul, standing } = await programmeAt('leads')
  await must(
    { type: 'Disqualify', data: { traineeId: 't1', reason: 'asked', on: '2018-06-08' } },
    scenario.signAgreement('a1', 't1', { on: '2018-06-02' }),
  )
  right(await annul('journey-t1', 'TraineeDisqualified'))
  await settle()
  const before = await standing('agreement-a1')
  expect(before.map(({ type }) => type)).toEqual(['AgreementSigned'])
  await restartProcesses(storage)
  await settle()
  expect(await standing('agreement-a1')).toEqual(before)
})

describe('a bundle that is not in the order in which its entries stand within their day', () => {
  const [on, agreementId] = ['2018-06-02', 'a1']
  const commands = {
    sign: scenario.signAgreement(agreementId, 't1', { on }),
    place: scenario.placeHousehold(agreementId, 'h1', on),
    terminate: { type: 'TerminateAgreement', data: { agreementId, reason: 'asked', on } },
  } as const
  type Name = keyof typeof commands
  const typesAfter = async (names: readonly Name[]) => {
    const { runtime, settle, standing } = await programmeAt('leads')
    const bundle = names.map((name) => ({ command: commands[name], commandId: name }))
    for (const result of await runtime.executeAll(bundle, { actor: 'clerk' })()) right(result)
    await settle()
    const streams = await Promise.all(['agreement-a1', 'household-h1', 'journey-t1'].map(standing))
    return streams.map((events) => events.map(({ type }) => type))
  }

  it.each<readonly [names: readonly Name[], inOrder: readonly Name[]]>([
    [
      ['place', 'sign'],
      ['sign', 'place'],
    ],
    [
      ['sign', 'terminate', 'place'],
      ['sign', 'place', 'terminate'],
    ],
    [
      ['terminate', 'place', 'sign'],
      ['sign', 'place', 'terminate'],
    ],
  ])('%j has the same reactions as %j', async (names, inOrder) => {
    const types = await typesAfter(names)
    expect(types[1]).toContain('MentorAccepted')
    expect(types).toEqual(await typesAfter(inOrder))
  })
})

it('a placement that stands again is offered to the household, though its agreement was signed again after it', async () => {
  const { runtime, must, settle, annul, entryOf, logOf, standing } = await programmeAt('leads')
  const on = '2018-06-02'
  const sign = scenario.signAgreement('a1', 't1', { on })
  await must(sign, scenario.placeHousehold('a1', 'h1', on))
  const placed = await entryOf('agreement-a1', 'HouseholdPlaced')
  right(await annul('agreement-a1', 'HouseholdPlaced'))
  right(await annul('agreement-a1', 'AgreementSigned'))
  await must(sign)
  const annulled = (await logOf('agreement-a1')).find(
    ({ type, data }) => type === 'EntryAnnulled' && JSON.parse(data).eventId === placed,
  )
  const reinstatement = { stream: 'agreement-a1', eventId: annulled?.eventId ?? '', ...amendment }
  right(await runtime.annul(reinstatement, { commandId: 'reinstated', actor: 'clerk' })())
  await settle()
  expect((await standing('household-h1')).map(({ type }) => type)).toEqual(['HouseholdRegistered', 'MentorAccepted'])
  expect((await standing('agreement-a1')).map(({ type }) => type)).toEqual([
    'AgreementSigned',
    'HouseholdPlaced',
    'PlacementConfirmed',
  ])
})
