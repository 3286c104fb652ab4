// T1 and T9: enrolments and training results.
import { ruleFor } from '@skein/kernel'
import type { Event } from './events.js'
import type { Views } from './reads.js'
import type { State } from './state.js'

const rule = ruleFor<Event, State, Views>()

export const trainingRules = [
  rule({
    id: 'T1',
    title: {
      en: 'The batches in which a person is enrolled do not overlap in their dates.',
      zh: '同一人参加的培训班起止日期不得重叠。',
    },
    basis: 'own: a person is in one place at a time',
    on: ['TraineeEnrolled'],
    breach: ({ data: { batchId, from, until } }, { enrolments }) => {
      const other = [...enrolments.values()].find((one) => one.from <= until && from <= one.until)
      return (
        other && {
          batchId,
          from,
          until,
          alreadyEnrolledIn: other.batchId,
          otherFrom: other.from,
          otherUntil: other.until,
        }
      )
    },
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
