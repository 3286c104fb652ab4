// A programme that goes well, and the stages on its way.
import type { CommandInput, Policy } from '@skein/core'
import { otherVillage, township, village } from './sample-commands/base.js'
import { sessionNames } from './sample-commands/batch.js'
import { type SampleCommands, sampleCommandsOf } from './sample-commands/index.js'

export { otherVillage, township, village } from './sample-commands/base.js'
export { type SessionName, sessions } from './sample-commands/batch.js'
export type { Changes } from './sample-commands/command.js'
export { completePolicy, type PolicyInput } from './sample-commands/policy.js'

/** The commands of each stage, on top of those of the stages before it. */
const stagesOf = (sample: SampleCommands) =>
  ({
    empty: [],
    /** A base with its places, not yet commissioned and without a policy of its own. */
    founded: [
      sample.registerDivision(township, { level: 'township' }),
      sample.registerDivision(village),
      sample.registerDivision(otherVillage),
      sample.foundBase('b1'),
      ...sample.facilities,
    ],
    base: [
      sample.adoptPolicy(1, '2018-01-01'),
      sample.command('CommissionBase', { baseId: 'b1', on: '2018-01-04' }),
      sample.offerCourse('c1', { component: 'partySpirit', subject: 'history', hours: sample.partySpiritHours }),
      sample.offerCourse('c2'),
      sample.offerCourse('c3', { component: 'practice', subject: 'pruning' }),
      sample.engageInstructor('i1'),
      sample.engageInstructor('i2'),
      sample.registerHousehold('h1'),
      sample.registerHousehold('h2'),
    ],
    /** Two selected trainees and a nominated candidate. */
    people: [...sample.admitTrainee('t1'), ...sample.admitTrainee('t2'), sample.nominateCandidate('t3')],
    planned: sample.scheduledBatch('k1'),
    open: [sample.reviewGate('k1', 'curriculum'), sample.reviewGate('k1', 'mode'), sample.openEnrolment('k1')],
    running: [sample.takeSeat('k1', 't1', { dormitoryId: 'dorm' }), sample.startBatch('k1')],
    taught: [
      ...sessionNames.map((session) => sample.deliverSession('k1', session, ['t1'])),
      sample.recordAssessment('k1', 't1'),
      sample.giveFeedback('k1', 't1'),
      sample.reviewGate('k1', 'effectiveness'),
    ],
    closed: [sample.closeBatch('k1')],
    leads: sample.becomeLead('t1'),
    mentoring: [sample.signAgreement('a1', 't1')],
    placed: [sample.placeHousehold('a1', 'h1')],
  }) satisfies Record<string, readonly CommandInput[]>

/** The sample commands of a programme under a policy, and its stages. */
export const scenarioOf = (policy: Policy) => {
  const sampleCommands = sampleCommandsOf(policy)
  const stages = stagesOf(sampleCommands)
  // sound: the object's own keys, in the order in which they are written
  const stageNames = Object.keys(stages) as readonly Stage[]
  /** The last revision of the batch before its first seat: each of its commands records one event. */
  const beforeSeats = stages.planned.length + stages.open.length - 1
  return {
    ...sampleCommands,
    stages,
    stageNames,
    /** The attempt of the first, second, … seat that is taken after the stage `open`. */
    attemptOfSeat: (number: number): number => beforeSeats + number,
    /** All commands up to the end of a stage. */
    commandsUntil: (stage: Stage): readonly CommandInput[] =>
      stageNames.slice(0, stageNames.indexOf(stage) + 1).flatMap((name) => stages[name]),
  }
}

export type Scenario = ReturnType<typeof scenarioOf>
export type Stage = keyof ReturnType<typeof stagesOf>
