// The views of a household that other aggregates, processes and invariants read.
import type { Day } from '@skein/kernel'
import { initialState, type MentorOf, type Poverty, type State } from './state.js'

export { type MentorOf, type Poverty, stream } from './state.js'

/** The day on which the household was registered, its base and its division. */
export type Existence = { readonly registeredOn?: Day; readonly baseId?: string; readonly divisionCode?: string }

export const existence = ({ registered }: State): Existence =>
  registered === undefined
    ? {}
    : { registeredOn: registered.on, baseId: registered.baseId, divisionCode: registered.divisionCode }

export const absent: Existence = existence(initialState)

/** For a placement of the household. */
export type Beneficiary = Existence & {
  /** As last counted; 0 if there is no household. */
  readonly people: number
  readonly poverty?: { readonly status: Poverty; readonly on: Day }
  readonly mentor?: MentorOf
}

export const beneficiary = (state: State): Beneficiary => ({
  ...existence(state),
  people: state.members?.people ?? 0,
  ...(state.poverty && { poverty: state.poverty }),
  ...(state.mentor && { mentor: state.mentor }),
})

export const noBeneficiary: Beneficiary = beneficiary(initialState)

/** The current mentor; `undefined` if there is none. */
export const mentor = (state: State): MentorOf | undefined => state.mentor
