// T9 and T11: what a batch achieved, person by person and as a whole.
import type { Evidence } from '@skein/kernel'
import type { Policy } from '../policy/policy.js'
import type { Result } from './events.js'
import type { State } from './state.js'

/** Everybody's result, in the order of their seats. */
export const resultsOf = ({ sessions, seats, scores }: State, policy: Policy): Result[] => {
  const deliveries = [...sessions.values()].flatMap(({ delivered }) => delivered ?? [])
  const hoursDelivered = deliveries.reduce((sum, { hours }) => sum + hours, 0)
  return [...seats.keys()].map((traineeId) => {
    const hours = deliveries.reduce((sum, delivery) => sum + (delivery.present.has(traineeId) ? delivery.hours : 0), 0)
    const attendance = hoursDelivered === 0 ? 0 : hours / hoursDelivered
    const score = scores.get(traineeId)
    const reason = shortfall(attendance, score, policy)
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

const shortfall = (
  attendance: number,
  score: number | undefined,
  { minAttendance, passScore }: Policy,
): string | undefined => {
  if (attendance < minAttendance) return 'lowAttendance'
  return score !== undefined && score < passScore ? 'lowScore' : undefined
}

/** Enough of the seated said what they think, and they think well enough of it. */
export const lacksInEffect = ({ seats, ratings }: State, policy: Policy): Evidence | undefined => {
  const given = [...seats.keys()].flatMap((traineeId) => ratings.get(traineeId)?.rating ?? [])
  const { minFeedbackShare, minMeanRating } = policy
  if (given.length === 0 || given.length < minFeedbackShare * seats.size)
    return { feedback: given.length, seated: seats.size, minFeedbackShare }
  const meanRating = given.reduce((sum, rating) => sum + rating, 0) / given.length
  return meanRating < minMeanRating ? { meanRating, minMeanRating } : undefined
}
