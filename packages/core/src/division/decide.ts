import type { Decider } from '@skein/kernel'
import { match } from 'ts-pattern'
import { decideWith } from '../shared/decide.js'
import type { Command } from './commands.js'
import type { DataOf, Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { rules } from './rules.js'
import { evolve, incidenceOf, initialState, type State, slots } from './state.js'

const propose = (command: Command, state: State, given: Views): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'RegisterDivision' }, ({ data }) => [{ type: 'DivisionRegistered', data }])
    .with({ type: 'ClassifyDivision' }, ({ data: { code: _, ...data } }) => classify(data, state, given))
    .with({ type: 'CountPoverty' }, ({ data: { code: _, ...data } }) => [{ type: 'PovertyCounted', data }])
    .with({ type: 'CountWilling' }, ({ data: { code: _, ...data } }) => [{ type: 'WillingCounted', data }])
    .exhaustive()

/** An exit says at which incidence, and below which limit. */
const classify = (
  data: DataOf<'DivisionClassified'>,
  state: State,
  { policy: { policy } }: Views,
): readonly Event[] => {
  if (data.status !== 'exited') return [{ type: 'DivisionClassified', data }]
  const incidence = incidenceOf(state)
  const measured = { ...(incidence !== undefined && { incidence }), limit: policy.villageExitIncidence }
  return [{ type: 'DivisionClassified', data: { ...data, ...measured } }]
}

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  decide: decideWith({ propose, rules, evolve, slots }),
}
