import type { Decider } from '@skein/kernel'
import { match } from 'ts-pattern'
import { decideWith } from '../shared/decide.js'
import type { Command } from './commands.js'
import type { DataOf, Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { rules } from './rules.js'
import { evolve, initialState, revised, type State, slots } from './state.js'

const propose = (command: Command): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'OfferCourse' }, ({ data }) => [{ type: 'CourseOffered', data }])
    .with({ type: 'ReviseCourse' }, ({ data: { courseId: _, ...data } }) => revise(data))
    .with({ type: 'WithdrawCourse' }, ({ data: { courseId: _, ...data } }) => [{ type: 'CourseWithdrawn', data }])
    .exhaustive()

/** A revision of nothing changes nothing. */
const revise = (data: DataOf<'CourseRevised'>): readonly Event[] =>
  revised(data).length === 0 ? [] : [{ type: 'CourseRevised', data }]

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  decide: decideWith({ propose, rules, evolve, slots }),
}
