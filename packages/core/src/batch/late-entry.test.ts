// What is entered for a day before what is recorded already.
import { describe, expect, it } from 'vitest'
import { openBatch, policy, reviewed, seated, selectedVillager, send, taughtBatch } from '../../test/batches.js'
import { given } from '../../test/given.js'
import * as Batch from './index.js'

const batch = (...events: readonly unknown[]) => given(Batch.aggregate, ...events)

describe('a seat', () => {
  const release = send('ReleaseSeat', { traineeId: 't1', reason: 'ill', on: '2018-03-12' })
  const take = (on: string) => send('TakeSeat', { traineeId: 't1', on })

  it('is not released before it is recorded: the release is entered after it, and the seat does not stand for ever', () => {
    expect(batch(...openBatch).when(release).evidence).toEqual({ traineeId: 't1', seated: false })
    const taken = batch(...openBatch).when(take('2018-03-10'), { person: selectedVillager })
    expect(taken.when(release).state.seats.size).toBe(0)
  })

  it('is taken for a day between an earlier seat and its release only once', () => {
    const released = batch(...openBatch, seated('t1')).when(release)
    expect(released.when(take('2018-03-11'), { person: selectedVillager }).rule).toBe('G7')
    expect(released.when(take('2018-03-13'), { person: selectedVillager }).events).toHaveLength(1)
  })
})

describe('a closed batch', () => {
  const closed = batch(...taughtBatch, reviewed('effectiveness', false, '2018-03-24')).when(
    send('CloseBatch', { on: '2018-03-26' }),
    { policy: policy() },
  )

  it('accepts the feedback of the day of closing, typed the day after', () => {
    const feedback = closed.when(send('GiveFeedback', { traineeId: 't1', rating: 4, on: '2018-03-26' }), {
      policy: policy(),
    })
    expect(feedback.events).toHaveLength(1)
    expect(feedback.history.at(-1)?.type).toBe('BatchClosed')
  })

  it('computes its results again after a late correction of attendance', () => {
    const correction = { sessionId: 's2', traineeId: 't2', present: true, reason: 'slip', on: '2018-03-22' }
    const corrected = closed.when(send('CorrectAttendance', correction), { policy: policy() })
    expect(corrected.history.at(-1)).toMatchObject({
      type: 'BatchClosed',
      data: {
        results: [
          { traineeId: 't1', hours: 12 },
          { traineeId: 't2', hours: 8 },
        ],
      },
    })
  })

  it('T12 and G5 refuse what is dated after the closing', () => {
    expect(closed.when(send('GiveFeedback', { traineeId: 't1', rating: 4, on: '2018-03-27' })).rule).toBe('G5')
  })
})
