// The schedule of a batch, and the conditions of T5 and T6 on it.
import type { Evidence } from '@skein/kernel'
import type { Policy } from '../policy/policy.js'
import type { Component } from '../shared/value-objects.js'
import type { DataOf } from './events.js'
import type { Sessions } from './sessions.js'

type Scheduled = DataOf<'SessionScheduled'>

/**
 * The sessions as planned. A session lost to a refused booking counts until it is replaced, and one that was not held
 * always counts. Otherwise a batch that lost two sessions could replace neither: the other one would still be missing.
 */
export const plannedSessions = ({ sessions, toReplace }: Sessions): readonly Scheduled[] => {
  const awaitingReplacement = new Set(toReplace)
  return [...sessions.values()]
    .filter(
      ({ scheduled, cancelled }) =>
        cancelled === undefined || cancelled.kind === 'notHeld' || awaitingReplacement.has(scheduled.sessionId),
    )
    .map(({ scheduled }) => scheduled)
}

const components = ['partySpirit', 'skills', 'practice'] as const
const periods = ['morning', 'afternoon', 'evening'] as const

/** Sorts as a text in the order of time. */
const timeOf = ({ date, period }: Scheduled): string => `${date}/${periods.indexOf(period)}`

const earliest = (sessions: readonly Scheduled[]): Scheduled | undefined =>
  sessions.reduce<Scheduled | undefined>(
    (before, next) => (before === undefined || timeOf(next) < timeOf(before) ? next : before),
    undefined,
  )

const hoursOf = (sessions: readonly Scheduled[]): number => sessions.reduce((sum, session) => sum + session.hours, 0)

/** T5: a component is missing, party spirit is not first, or has too small a share of the hours. */
export const breachOfMode = (sessions: readonly Scheduled[], { minPartySpiritShare }: Policy): Evidence | undefined => {
  const withComponent = (component: Component) => sessions.filter((session) => session.component === component)
  const missing = components.filter((component) => withComponent(component).length === 0)
  if (missing.length > 0) return { missing: missing.join(', ') }
  const partySpirit = withComponent('partySpirit')
  const opening = earliest(sessions)
  const firstPartySpirit = earliest(partySpirit)
  if (opening && firstPartySpirit && timeOf(opening) < timeOf(firstPartySpirit))
    return {
      first: opening.component,
      sessionId: opening.sessionId,
      date: opening.date,
      partySpiritOn: firstPartySpirit.date,
    }
  const [partySpiritHours, allHours] = [hoursOf(partySpirit), hoursOf(sessions)]
  return partySpiritHours < minPartySpiritShare * allHours
    ? { partySpiritHours, allHours, minPartySpiritShare }
    : undefined
}

/** T6: too few of the skills sessions were requested. */
export const breachOfMenu = (sessions: readonly Scheduled[], { minRequestedShare }: Policy): Evidence | undefined => {
  const skills = sessions.filter(({ component }) => component === 'skills')
  const requested = skills.filter(({ requestedBy }) => requestedBy.length > 0)
  return requested.length < minRequestedShare * skills.length
    ? { requestedSkillsSessions: requested.length, skillsSessions: skills.length, minRequestedShare }
    : undefined
}
