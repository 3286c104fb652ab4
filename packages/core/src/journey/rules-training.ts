// T1 and T9: enrolments and training results.
import { ruleFor } from '@skein/kernel'
import type { Event } from './events.js'
import type { Views } from './reads.js'
import type { State } from './state.js'

const rule = ruleFor<Event, State, Views>()

export const trainingRules = [
  rule({
    id: 'T1',
    title: { en: 'One enrolment at a time.', zh: '同一人同一时间只能参加一个培训班。' },
    basis: 'own: a person is in one place at a time',
    on: ['TraineeEnrolled'],
    breach: ({ data: { batchId } }, { enrolment }) => enrolment && { batchId, alreadyEnrolledIn: enrolment.batchId },
  }),
  rule({
    id: 'T9',
    title: {
      en: 'The result of a training is that of the closed batch.',
      zh: '培训结果以已结业培训班的登记为准。',
    },
    basis: 'own: the batch is the only source of its results',
    on: ['TrainingCompleted', 'TrainingNotCompleted'],
    breach: ({ type, data: { batchId, completed, attendance, hours, score } }, _before, { batch: { result } }) => {
      if (result === undefined) return { batchId, result: null }
      const differs = (['completed', 'attendance', 'hours', 'score'] as const).find(
        (field) => ({ completed, attendance, hours, score })[field] !== result[field],
      )
      if (differs !== undefined) return { batchId, differs, batchResult: result[differs] ?? null }
      return completed === (type === 'TrainingCompleted') ? undefined : { batchId, event: type, completed }
    },
  }),
]
