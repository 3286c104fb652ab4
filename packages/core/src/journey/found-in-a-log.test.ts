// What only a log can break: no command of a journey says it.
import { describe, expect, it } from 'vitest'
import { judged } from '../../test/journeys.js'
import { nominated, reviewed, said, selected } from '../../test/people.js'

const enrolled = said('TraineeEnrolled', { batchId: 'k0', attempt: 1 })
const chosen = [nominated(), reviewed(), selected]

describe('what is found in a log', () => {
  it('T9 a completion that is told of who did not complete', () => {
    const result = { completed: false, attendance: 0.5, hours: 10 }
    const told = (type: string) =>
      judged('T9', said(type, { batchId: 'k1', ...result }), chosen, { batch: { audience: [], result } })
    expect(told('TrainingCompleted')).toEqual({ batchId: 'k1', event: 'TrainingCompleted', completed: false })
    expect(told('TrainingNotCompleted')).toBeUndefined()
  })

  it('G7 the end of what never began', () => {
    const mentoring = said('MentoringEnded', { agreementId: 'a1', outcome: 'completed' })
    expect(judged('G7', mentoring, chosen)).toEqual({ agreementId: 'a1', mentoring: false })
    const enrolment = said('EnrolmentEnded', { batchId: 'k1', reason: 'late' })
    expect(judged('G7', enrolment, chosen)).toEqual({ batchId: 'k1', enrolledIn: null })
    expect(judged('G7', enrolment, [...chosen, enrolled])).toEqual({ batchId: 'k1', enrolledIn: 'k0' })
  })
})
