// The sessions of a batch in the rows of read models.

export type SessionState = 'scheduled' | 'delivered' | 'cancelled'

/** A session, with the fields that a read model needs. A batch has few, in a list in the order of scheduling. */
export type Session<Plan> = Plan & {
  sessionId: string
  state: SessionState
  /** The ids of the people present; empty before the delivery. */
  present: string[]
}

export const schedule = <Plan>(sessions: Session<Plan>[], sessionId: string, plan: Plan): void => {
  sessions.push({ ...plan, sessionId, state: 'scheduled', present: [] })
}

type SessionRef = { readonly sessionId: string }

const find = <Plan>(sessions: readonly Session<Plan>[], { sessionId }: SessionRef): Session<Plan> | undefined =>
  sessions.findLast((session) => session.sessionId === sessionId)

export const cancel = <Plan>(sessions: readonly Session<Plan>[], cancelled: SessionRef): void => {
  const session = find(sessions, cancelled)
  if (session !== undefined) session.state = 'cancelled'
}

/** Cancels all sessions that are not delivered. */
export const cancelRest = <Plan>(sessions: readonly Session<Plan>[]): void => {
  for (const session of sessions) if (session.state === 'scheduled') session.state = 'cancelled'
}

export const deliver = <Plan>(
  sessions: readonly Session<Plan>[],
  delivered: SessionRef & { readonly present: readonly string[] },
): void => {
  const session = find(sessions, delivered)
  if (session === undefined) return
  session.state = 'delivered'
  session.present = [...new Set(delivered.present)]
}

export const correctAttendance = <Plan>(
  sessions: readonly Session<Plan>[],
  corrected: SessionRef & { readonly traineeId: string; readonly present: boolean },
): void => {
  const session = find(sessions, corrected)
  if (session === undefined) return
  const others = session.present.filter((traineeId) => traineeId !== corrected.traineeId)
  session.present = corrected.present ? [...others, corrected.traineeId] : others
}
