import type { Decider } from '@skein/kernel'
import { match } from 'ts-pattern'
import { decideWith } from '../shared/decide.js'
import type { Command } from './commands.js'
import type { Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { rules } from './rules.js'
import { evolve, initialState, type State, slots } from './state.js'

const propose = (command: Command): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'FoundBase' }, ({ data }) => [{ type: 'BaseFounded', data }])
    .with({ type: 'RecordContribution' }, ({ data: { baseId: _, ...data } }) => [
      { type: 'ContributionRecorded', data },
    ])
    .with({ type: 'OpenFacility' }, ({ data: { baseId: _, ...data } }) => [{ type: 'FacilityOpened', data }])
    .with({ type: 'OpenPracticePoint' }, ({ data: { baseId: _, ...data } }) => [{ type: 'PracticePointOpened', data }])
    .with({ type: 'ClosePlace' }, ({ data: { baseId: _, ...data } }) => [{ type: 'PlaceClosed', data }])
    .with({ type: 'HangPlaque' }, ({ data: { baseId: _, ...data } }) => [{ type: 'PlaqueHung', data }])
    .with({ type: 'CommissionBase' }, ({ data: { baseId: _, ...data } }) => [{ type: 'BaseCommissioned', data }])
    .with({ type: 'AdoptPolicy' }, ({ data: { baseId: _, ...data } }) => [{ type: 'PolicyAdopted', data }])
    .exhaustive()

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  decide: decideWith({ propose, rules, evolve, slots }),
}
