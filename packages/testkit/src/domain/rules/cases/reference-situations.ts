// Situations in which a command refers to something.
import type { CommandInput } from '@skein/core'
import fc from 'fast-check'
import type { Scenario, Stage } from '../../scenario.js'
import { chosenFrom, type JudgedSituation } from '../case.js'

/** A day after everything in the scenario. */
export const on = '2018-07-01'

const unknownIds = fc.constantFrom('nobody', 'constructor', '__proto__')

/** A command that refers to an id, of which only `known` exists. */
export const referringTo = (
  from: Stage,
  command: (id: string) => CommandInput,
  known: string,
): fc.Arbitrary<JudgedSituation> =>
  fc.oneof(unknownIds, fc.constant(known)).map((id) => ({ from, command: command(id), isForbidden: id !== known }))

/** A command that fits the state, or one that does not. */
export const fittingOr = (
  from: Stage,
  fitting: CommandInput,
  unfitting: CommandInput,
  history: readonly CommandInput[] = [],
): fc.Arbitrary<JudgedSituation> =>
  chosenFrom(
    { from, history, command: fitting, isForbidden: false },
    { from, history, command: unfitting, isForbidden: true },
  )

/** Another base with a place, a candidate and a household. */
export const atOtherBase = (scenario: Scenario): readonly CommandInput[] => [
  scenario.foundBase('b2'),
  scenario.openFacility('field-b2', { baseId: 'b2' }),
  scenario.nominateCandidate('t7', { baseId: 'b2' }),
  scenario.registerHousehold('h7', 1, { baseId: 'b2' }),
]
