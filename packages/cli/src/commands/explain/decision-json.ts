import type { Issue } from '@skein/engine'
import { withoutEnvelopes } from '../../output/without-envelopes.js'
import { type DecidedCommand, typeOf } from './decision.js'

/** Permanent: scripts read it. */
export const decisionJson = ({ place, command, decision }: DecidedCommand) => {
  const type = typeOf(command)
  const head = {
    ...(place === '' ? {} : { place }),
    ...(type === undefined ? {} : { type }),
    outcome: decision.outcome,
  }
  switch (decision.outcome) {
    case 'accepted':
      return {
        ...head,
        stream: decision.stream,
        events: decision.events.map((event) => withoutEnvelopes(event, 'en')),
        ...(decision.plan === undefined ? {} : { plan: withoutEnvelopes(decision.plan, 'en') }),
      }
    case 'refused':
      return { ...head, ...decision.rejection }
    case 'invalid':
      return { ...head, issues: decision.issues.map((issue) => ({ ...issue, path: issuePath(place, issue) })) }
  }
}

/** `commands[0].data.policy.minAttendance`. */
export const issuePath = (place: string, { path }: Issue): string =>
  path.reduce<string>((parent, step) => {
    if (typeof step === 'number') return `${parent}[${step}]`
    return parent === '' ? step : `${parent}.${step}`
  }, place)
