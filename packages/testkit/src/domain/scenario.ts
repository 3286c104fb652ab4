// A programme that goes well, and the points on its way.
import type { CommandInput, Policy } from '@skein/core'
import {
  otherVillage,
  type SampleCommands,
  sampleCommandsOf,
  sessionNames,
  township,
  village,
} from './sample-commands.js'

export {
  type Changes,
  otherVillage,
  type PolicyInput,
  playable,
  type SessionName,
  sessions,
  township,
  village,
} from './sample-commands.js'

/** Commands up to a point of the programme, each on top of those before it. */
const stagesOf = ({
  divide,
  found,
  facilities,
  adopt,
  say,
  course,
  partySpiritHours,
  engage,
  register,
  person,
  nominate,
  planned,
  gate,
  open,
  sit,
  start,
  deliver,
  assess,
  rate,
  close,
  lead,
  sign,
  place,
}: SampleCommands) =>
  ({
    empty: [],
    /** A base with its places, not yet at work: no commission, no policy of its own. */
    founded: [
      divide(township, { level: 'township' }),
      divide(village),
      divide(otherVillage),
      found('b1'),
      ...facilities,
    ],
    base: [
      adopt(1, '2018-01-01'),
      say('CommissionBase', { baseId: 'b1', on: '2018-01-04' }),
      course('c1', { component: 'partySpirit', subject: 'history', hours: partySpiritHours }),
      course('c2'),
      course('c3', { component: 'practice', subject: 'pruning' }),
      engage('i1'),
      engage('i2'),
      register('h1'),
      register('h2'),
    ],
    /** Two selected people, one nominated. */
    people: [...person('t1'), ...person('t2'), nominate('t3')],
    planned: planned('k1'),
    open: [gate('k1', 'curriculum'), gate('k1', 'mode'), open('k1')],
    running: [sit('k1', 't1', { dormitoryId: 'dorm' }), start('k1')],
    taught: [
      ...sessionNames.map((name) => deliver('k1', name, ['t1'])),
      assess('k1', 't1'),
      rate('k1', 't1'),
      gate('k1', 'effectiveness'),
    ],
    closed: [close('k1')],
    leads: lead('t1'),
    mentoring: [sign('a1', 't1')],
    placed: [place('a1', 'h1')],
  }) satisfies Record<string, readonly CommandInput[]>

/** What may be said in a programme under a policy, and its stages. */
export const scenarioOf = (policy: Policy) => {
  const sayings = sampleCommandsOf(policy)
  return { ...sayings, stages: stagesOf(sayings) }
}

export type Scenario = ReturnType<typeof scenarioOf>
export type Stage = keyof Scenario['stages']
