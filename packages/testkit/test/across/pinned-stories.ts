// Stories in which the engine once differed from the model, and why.
import type { CommandInput } from '@skein/core'
import { day } from '@skein/kernel'
import type { Step } from './engine-and-model.js'
import { scenario } from './programme.js'

const { command, takeSeat } = scenario
const enter = (of: CommandInput): Step => ({ do: 'enter', command: of })
const correct = (entry: number, days: number, figure = 1): Step => ({ do: 'correct', entry, days, figure })
const annul = (entry: number): Step => ({ do: 'annul', entry })
const sign = (agreementId: string, mentorId: string) =>
  enter(scenario.signAgreement(agreementId, mentorId, { on: day('2018-06-01') }))
const place = (agreementId: string, householdId: string, on: string) =>
  enter(scenario.placeHousehold(agreementId, householdId, day(on)))
const withdraw = (traineeId: string, on: string) =>
  enter(command('Withdraw', { traineeId, reason: 'asked', on: day(on) }))

/** A name, what people did, and whether it is about training. */
type PinnedStory = readonly [title: string, story: readonly Step[]]

export const pinnedMentoring: readonly PinnedStory[] = [
  [
    'an ending whose beginning moves is offered again when that is there',
    [sign('a1', 't1'), withdraw('t1', '2018-06-05'), place('a1', 'h1', '2018-06-01'), correct(0, 1)],
  ],
  [
    'so is one whose cause was computed again meanwhile',
    [
      sign('a2', 't2'),
      enter(command('TerminateAgreement', { agreementId: 'a2', reason: 'asked', on: day('2018-06-10') })),
      place('a2', 'h1', '2018-06-02'),
      correct(2, 1),
    ],
  ],
  [
    'what compensates for a refusal has the day of the corrected cause',
    [sign('a1', 't1'), sign('a2', 't1'), correct(0, -1), withdraw('t1', '2018-06-05'), annul(7)],
  ],
  [
    'nothing compensates for what was refused at its old place and stands at its new one',
    [sign('a1', 't1'), correct(0, 1)],
  ],
]

export const pinnedTraining: readonly PinnedStory[] = [
  [
    'a contradiction is resolved by the correction of the entry itself',
    [
      enter(takeSeat('k1', 't1', { on: day('2018-03-05') })),
      // the gate is reviewed after enrolment was opened, and then that is put right
      correct(2, 2),
      correct(1, 1),
    ],
  ],
  [
    'a seat that is put right to another day keeps its enrolment, and the release after it',
    [
      enter(command('Disqualify', { traineeId: 't2', reason: 'asked', on: day('2018-03-22') })),
      enter(takeSeat('k1', 't1', { on: day('2018-03-02') })),
      enter(takeSeat('k1', 't2', { on: day('2018-03-05') })),
      correct(0, 1),
    ],
  ],
]

/** In which a reactor that was far behind sent again what had been taken back, and took it back no second time. */
export const pinnedForLagging: readonly PinnedStory[] = [
  [
    'a cause that was annulled, or computed again and then annulled, before the reactor comes to it',
    [
      enter(command('Disqualify', { traineeId: 't1', reason: 'asked', on: day('2018-06-05') })),
      sign('a1', 't1'),
      sign('a2', 't1'),
      place('a1', 'h1', '2018-06-01'),
      place('a1', 'h1', '2018-06-01'),
      annul(39),
      correct(0, 0),
    ],
  ],
]
