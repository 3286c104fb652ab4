// What a schedule is, and what it must have: the conditions of T5 and T6.
import type { Evidence } from '@skein/kernel'
import type { Policy } from '../policy/policy.js'
import type { Component, SessionId } from '../shared/value-objects.js'
import type { DataOf } from './events.js'
import type { Session, State } from './state.js'

type Scheduled = DataOf<'SessionScheduled'>

/** The instructor or the room could not be had. */
export const bookingRefused = 'bookingRefused'
/** Said after its date: it did not take place. */
const notHeld = 'notHeld'

/** Sessions that are to be held or were. */
export const remaining = ({ sessions }: State): readonly Session[] =>
  [...sessions.values()].filter(({ cancelled }) => cancelled === undefined)

/** `refused` and `notHeld`: lost, after the opening; nobody chose to change the schedule. */
export type Cancelled = 'dropped' | 'refused' | 'notHeld'

export const cancelledAs = (
  { openedOn, sessions }: State,
  { sessionId, reason, on }: DataOf<'SessionCancelled'>,
): Cancelled => {
  const session = sessions.get(sessionId)
  if (openedOn === undefined || session === undefined) return 'dropped'
  if (reason === bookingRefused) return 'refused'
  return reason === notHeld && on > session.scheduled.date ? 'notHeld' : 'dropped'
}

/** A session replaces the oldest lost one of its component, if there is one. */
export const withoutReplaced = ({ sessions, toReplace }: State, { component }: Scheduled): readonly SessionId[] => {
  const replaced = toReplace.find((sessionId) => sessions.get(sessionId)?.scheduled.component === component)
  return toReplace.filter((sessionId) => sessionId !== replaced)
}

/**
 * The schedule as it was meant. A lost session counts until it is replaced, and one that was not held counts for good;
 * else a batch that lost two sessions could replace neither, as each would still miss the other.
 */
export const schedule = ({ sessions, toReplace }: State): readonly Scheduled[] => {
  const awaited = new Set(toReplace)
  return [...sessions.values()]
    .filter(
      ({ scheduled, cancelled }) =>
        cancelled === undefined || cancelled.as === 'notHeld' || awaited.has(scheduled.sessionId),
    )
    .map(({ scheduled }) => scheduled)
}

const components = ['partySpirit', 'skills', 'practice'] as const
const periods = ['morning', 'afternoon', 'evening'] as const

const time = ({ date, period }: Scheduled): string => `${date}/${periods.indexOf(period)}`

const first = (sessions: readonly Scheduled[]): Scheduled | undefined =>
  sessions.reduce<Scheduled | undefined>(
    (before, next) => (before === undefined || time(next) < time(before) ? next : before),
    undefined,
  )

const hours = (sessions: readonly Scheduled[]): number => sessions.reduce((sum, session) => sum + session.hours, 0)

/** T5: all three components, party spirit first and with its share of the hours. */
export const lacksInMode = (sessions: readonly Scheduled[], { minPartySpiritShare }: Policy): Evidence | undefined => {
  const of = (component: Component) => sessions.filter((session) => session.component === component)
  const missing = components.filter((component) => of(component).length === 0)
  if (missing.length > 0) return { missing: missing.join(', ') }
  const partySpirit = of('partySpirit')
  const opening = first(sessions)
  const firstPartySpirit = first(partySpirit)
  if (opening && firstPartySpirit && time(opening) < time(firstPartySpirit))
    return {
      first: opening.component,
      sessionId: opening.sessionId,
      date: opening.date,
      partySpiritOn: firstPartySpirit.date,
    }
  const [partySpiritHours, allHours] = [hours(partySpirit), hours(sessions)]
  return partySpiritHours < minPartySpiritShare * allHours
    ? { partySpiritHours, allHours, minPartySpiritShare }
    : undefined
}

/** T6: enough of the skills sessions were asked for. */
export const lacksInMenu = (sessions: readonly Scheduled[], { minRequestedShare }: Policy): Evidence | undefined => {
  const skills = sessions.filter(({ component }) => component === 'skills')
  const requested = skills.filter(({ requestedBy }) => requestedBy.length > 0)
  return requested.length < minRequestedShare * skills.length
    ? { requestedSkillsSessions: requested.length, skillsSessions: skills.length, minRequestedShare }
    : undefined
}
