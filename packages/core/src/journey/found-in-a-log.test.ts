// What only a log can break: no command of a journey says it.
import { describe, expect, it } from 'vitest'
import { evidenceAgainst } from '../../test/journeys.js'
import { event, nominated, reviewed, selected } from '../../test/people.js'

const enrolled = event('TraineeEnrolled', { batchId: 'k0', attempt: 1 })
const chosen = [nominated(), reviewed(), selected]

describe('what is found in a log', () => {
  it('T9 a completion that is told of who did not complete', () => {
    const result = { completed: false, attendance: 0.5, hours: 10 }
    const told = (type: string) =>
      evidenceAgainst('T9', event(type, { batchId: 'k1', ...result }), chosen, { batch: { audience: [], result } })
    expect(told('TrainingCompleted')).toEqual({ batchId: 'k1', event: 'TrainingCompleted', completed: false })
    expect(told('TrainingNotCompleted')).toBeUndefined()
  })

  it('G7 the end of what never began', () => {
    const mentoring = event('MentoringEnded', { agreementId: 'a1', outcome: 'completed' })
    expect(evidenceAgainst('G7', mentoring, chosen)).toEqual({ agreementId: 'a1', mentoring: false })
    const enrolment = event('EnrolmentEnded', { batchId: 'k1', reason: 'late' })
    expect(evidenceAgainst('G7', enrolment, chosen)).toEqual({ batchId: 'k1', enrolledIn: null })
    expect(evidenceAgainst('G7', enrolment, [...chosen, enrolled])).toEqual({ batchId: 'k1', enrolledIn: 'k0' })
  })
})
