// T9 and T11: the results of a batch, for each person and as a whole.
import type { Evidence } from '@skein/kernel'
import type { Policy } from '../policy/policy.js'
import type { Result } from './events.js'
import type { State } from './state.js'

/** T9: the results of all seated people, in the order of their seats. */
export const resultsOf = ({ sessions, seats, scores }: State, policy: Policy): Result[] => {
  const deliveries = [...sessions.values()].flatMap(({ delivered }) => delivered ?? [])
  const hoursDelivered = deliveries.reduce((sum, { hours }) => sum + hours, 0)
  return [...seats.keys()].map((traineeId) => {
    const hours = deliveries.reduce((sum, delivery) => sum + (delivery.present.has(traineeId) ? delivery.hours : 0), 0)
    const attendance = hoursDelivered === 0 ? 0 : hours / hoursDelivered
    const score = scores.get(traineeId)
    const reason = reasonNotCompleted(attendance, score, policy)
    return {
      traineeId,
      attendance,
      hours,
      ...(score !== undefined && { score }),
      completed: reason === undefined,
      ...(reason !== undefined && { reason }),
    }
  })
}

const reasonNotCompleted = (
  attendance: number,
  score: number | undefined,
  { minAttendance, passScore }: Policy,
): string | undefined => {
  if (attendance < minAttendance) return 'lowAttendance'
  return score !== undefined && score < passScore ? 'lowScore' : undefined
}

/** T11: too few of the seated gave feedback, or their mean rating is too low. */
export const breachOfEffectiveness = ({ seats, ratings }: State, policy: Policy): Evidence | undefined => {
  const feedback = [...seats.keys()].flatMap((traineeId) => ratings.get(traineeId)?.rating ?? [])
  const { minFeedbackShare, minMeanRating } = policy
  if (feedback.length === 0 || feedback.length < minFeedbackShare * seats.size)
    return { feedback: feedback.length, seated: seats.size, minFeedbackShare }
  const meanRating = feedback.reduce((sum, rating) => sum + rating, 0) / feedback.length
  return meanRating < minMeanRating ? { meanRating, minMeanRating } : undefined
}
