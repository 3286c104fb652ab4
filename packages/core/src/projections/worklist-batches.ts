// The worklist items of a batch: gates to review, and absentees.
import { type Register, registerRows } from './batch-register-rows.js'
import { removeWhen } from './shared/rows.js'
import { type Draft, draft } from './worklist-item.js'

export type { Register }

export const batchRows = removeWhen(registerRows, ({ status }) => status === 'closed' || status === 'cancelled')

const scheduleGates = [
  ['curriculum', 'curriculumGate'],
  ['mode', 'modeGate'],
] as const

const openGates = ({ gates, startsOn, statusOn }: Register, batchId: string): Draft[] =>
  scheduleGates.flatMap(([gate, kind]) => {
    const review = gates.find((one) => one.gate === gate)
    if (review?.passed === true && !review.lapsed) return []
    const detail = { reviewed: review !== undefined, lapsed: review?.lapsed ?? false }
    return [draft(kind, { batchId }, { since: statusOn, due: { by: 'day', day: startsOn }, detail })]
  })

const effectiveness = ({ gates, endsOn, statusOn }: Register, batchId: string): Draft[] =>
  gates.some(({ gate }) => gate === 'effectiveness')
    ? []
    : [draft('effectivenessGate', { batchId }, { since: statusOn, due: { by: 'day', day: endsOn } })]

/** All seated people who missed a session; the policy decides at publishing who missed too much. */
const absentees = ({ sessions, seated, endsOn, statusOn }: Register, batchId: string): Draft[] => {
  const delivered = sessions.filter(({ state }) => state === 'delivered')
  const hoursDelivered = delivered.reduce((sum, { hours }) => sum + hours, 0)
  return seated.flatMap(({ traineeId }) => {
    const attended = delivered.filter(({ present }) => present.includes(traineeId))
    if (attended.length === delivered.length) return []
    const hoursPresent = attended.reduce((sum, { hours }) => sum + hours, 0)
    const about = { batchId, traineeId }
    const due = { by: 'day', day: endsOn } as const
    return [draft('absentee', about, { since: statusOn, due, detail: { hoursPresent, hoursDelivered } })]
  })
}

export const batchItems = (batch: Register, batchId: string): Draft[] => {
  if (batch.status === 'planned') return openGates(batch, batchId)
  return batch.status === 'running' ? [...effectiveness(batch, batchId), ...absentees(batch, batchId)] : []
}
