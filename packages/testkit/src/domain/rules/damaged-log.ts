// Logs that may break an invariant: one event is left out, or a household is placed a second time.
import { type EventData, type LogEntry, summaryOf } from './invariant-summary.js'

export interface DamagedLog {
  readonly log: readonly LogEntry[]
  /** The stream that differs; `undefined` if there was nothing to change. */
  readonly stream: string | undefined
}

/** Events whose loss can break the invariant. */
const vitalEvents: Readonly<Record<string, readonly string[]>> = {
  M9: ['MentoringStarted', 'MentoringEnded', 'AgreementTerminated', 'AgreementCompleted'],
  M10: ['MentorEnded'],
}

/** A log that may break the invariant of that id; `choice` determines the event that is lost or added. */
export const damaged = (id: string, log: readonly LogEntry[], choice: number): DamagedLog =>
  // M7 forbids one household under two agreements, so it needs an event more, not less
  id === 'M7' ? withSecondPlacement(log, choice) : withoutOne(log, vitalEvents[id] ?? [], choice)

const withoutOne = (log: readonly LogEntry[], types: readonly string[], choice: number): DamagedLog => {
  const candidates = log.filter(({ event }) => types.includes(event.type))
  const lost = candidates[choice % Math.max(candidates.length, 1)]
  return { log: log.filter((entry) => entry !== lost), stream: lost?.stream }
}

const withSecondPlacement = (log: readonly LogEntry[], choice: number): DamagedLog => {
  const signed = log.find(({ event }) => event.type === 'AgreementSigned')
  const carried = new Set([...summaryOf(log).active.values()].flatMap(({ households }) => [...households]))
  const placements = log.filter(({ event }) => event.type === 'HouseholdPlaced')
  const ofCarried = placements.filter(({ event }) => {
    const data: EventData = event.data
    return carried.has(String(data.householdId))
  })
  // mostly a household that is still carried, sometimes any household, which M7 may allow
  const candidates = ofCarried.length > 0 && choice % 3 > 0 ? ofCarried : placements
  const placement = candidates[choice % Math.max(candidates.length, 1)]
  if (signed === undefined || placement === undefined) return { log, stream: undefined }
  const stream = 'agreement-another'
  return { log: [...log, { stream, event: signed.event }, { stream, event: placement.event }], stream }
}
