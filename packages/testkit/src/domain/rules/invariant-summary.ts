// What the invariants say, computed in a second way: from the events of a log instead of the states of streams.
import { partsOf } from '@skein/kernel'
import type { RecordedEvent } from '../recorded-event.js'

export type LogEntry = Pick<RecordedEvent, 'stream' | 'event'>

/** The data of any event, by field name. */
export type EventData = Readonly<Record<string, unknown>>

interface ActiveAgreement {
  readonly mentorId: string
  /** Households that are placed under it. */
  readonly households: Set<string>
}

/** Mentors, which agreements are active, and which households they carry. */
export interface MentoringSummary {
  readonly active: ReadonlyMap<string, ActiveAgreement>
  readonly ended: ReadonlySet<string>
  /** Agreements under which a person mentors. */
  readonly mentoring: ReadonlyMap<string, ReadonlySet<string>>
  /** The agreement that gave a household its mentor. */
  readonly mentored: ReadonlyMap<string, string>
}

export const summaryOf = (log: readonly LogEntry[]): MentoringSummary => {
  const active = new Map<string, ActiveAgreement>()
  const ended = new Set<string>()
  const mentoring = new Map<string, Set<string>>()
  const mentored = new Map<string, string>()
  for (const { stream, event } of log) {
    const { id } = partsOf(stream)
    const data: EventData = event.data
    const householdId = String(data.householdId)
    const agreementId = String(data.agreementId)
    switch (event.type) {
      case 'AgreementSigned':
        active.set(id, { mentorId: String(data.mentorId), households: new Set() })
        break
      case 'HouseholdPlaced':
        active.get(id)?.households.add(householdId)
        break
      case 'PlacementDeclined':
      case 'HouseholdReleased':
        active.get(id)?.households.delete(householdId)
        break
      case 'AgreementCompleted':
      case 'AgreementTerminated':
        active.delete(id)
        ended.add(id)
        break
      case 'MentoringStarted':
        mentoring.set(id, (mentoring.get(id) ?? new Set()).add(agreementId))
        break
      case 'MentoringEnded':
        mentoring.get(id)?.delete(agreementId)
        break
      case 'MentorAccepted':
        mentored.set(id, agreementId)
        break
      case 'MentorEnded':
        if (mentored.get(id) === agreementId) mentored.delete(id)
        break
    }
  }
  return { active, ended, mentoring, mentored }
}

/** Whether the invariant of that id holds. */
export const holdsIn: Readonly<Record<string, (summary: MentoringSummary) => boolean>> = {
  M7: ({ active }) => {
    const carried = [...active.values()].flatMap(({ households }) => [...households])
    return new Set(carried).size === carried.length
  },
  M9: ({ active, mentoring }) => {
    const mentors = new Set([...mentoring.keys(), ...[...active.values()].map(({ mentorId }) => mentorId)])
    return [...mentors].every((person) => {
      const signed = [...active].flatMap(([id, { mentorId }]) => (mentorId === person ? id : []))
      const under = mentoring.get(person) ?? new Set()
      return signed.length === under.size && signed.every((id) => under.has(id))
    })
  },
  M10: ({ mentored, ended }) => [...mentored.values()].every((agreement) => !ended.has(agreement)),
}
