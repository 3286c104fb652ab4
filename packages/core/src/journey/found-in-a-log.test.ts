// Rules that only a recorded log can break: no command of a journey does.
import { describe, expect, it } from 'vitest'
import { evidenceAgainst } from '../../test/journeys.js'
import { event, nominated, reviewed, selected } from '../../test/people.js'

const enrolled = event('TraineeEnrolled', { batchId: 'k0', attempt: 1, from: '2018-03-19', until: '2018-03-25' })
const selectedTrainee = [nominated(), reviewed(), selected]

describe('a recorded log', () => {
  it('T9 has a completed training of a person who did not complete it', () => {
    const result = { completed: false, attendance: 0.5, hours: 10 }
    const evidence = (type: string) =>
      evidenceAgainst('T9', event(type, { batchId: 'k1', ...result }), selectedTrainee, {
        batch: { audience: [], result },
      })
    expect(evidence('TrainingCompleted')).toEqual({ batchId: 'k1', event: 'TrainingCompleted', completed: false })
    expect(evidence('TrainingNotCompleted')).toBeUndefined()
  })

  it('G7 has the end of a mentoring or an enrolment that never started', () => {
    const mentoring = event('MentoringEnded', { agreementId: 'a1', outcome: 'completed' })
    expect(evidenceAgainst('G7', mentoring, selectedTrainee)).toEqual({ agreementId: 'a1', mentoring: false })
    const enrolment = event('EnrolmentEnded', { batchId: 'k1', reason: 'late' })
    expect(evidenceAgainst('G7', enrolment, selectedTrainee)).toEqual({ batchId: 'k1', attempt: null, enrolled: false })
    expect(evidenceAgainst('G7', enrolment, [...selectedTrainee, enrolled])).toEqual({
      batchId: 'k1',
      attempt: null,
      enrolled: false,
    })
  })
})
