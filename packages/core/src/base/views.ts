// The views of a base that other aggregates, processes and invariants read.
import type { Day } from '@skein/kernel'
import { type PolicyInForce, policyInForce } from '../policy/policy.js'
import { initialState, type State } from './state.js'

export { stream } from './state.js'

/** The days on which the base was founded and commissioned, and its division. */
export type Existence = { readonly foundedOn?: Day; readonly commissionedOn?: Day; readonly divisionCode?: string }

export const existence = ({ founded, commissionedOn }: State): Existence => ({
  ...(founded && { foundedOn: founded.on, divisionCode: founded.divisionCode }),
  ...(commissionedOn !== undefined && { commissionedOn }),
})

export const absent: Existence = existence(initialState)

/** The policy in force on a day, as far as adoptions are recorded. */
export const policyOn =
  (on: Day) =>
  ({ policies }: State): PolicyInForce =>
    policyInForce(policies, on)

/** What `existence` shows, and the policies of which `policyOn` finds one for any day. */
export const existenceAndPolicies = (state: State) => ({ existence: existence(state), policies: state.policies })

/** The highest version of all adopted policies; 0 if there is none. */
export const lastVersion = ({ policies }: State): number => Math.max(0, ...policies.map(({ version }) => version))

/** For bookings of a place; empty if the base never opened it. */
export type PlaceView = {
  readonly openedOn?: Day
  readonly closedOn?: Day
  readonly kind?: string
  readonly seats?: number
  readonly beds?: number
}

export const place =
  (placeId: string) =>
  ({ places }: State): PlaceView => {
    const found = places.get(placeId)
    if (found === undefined) return {}
    const { opened, closed } = found
    return {
      openedOn: opened.on,
      ...(closed && { closedOn: closed.on }),
      ...('kind' in opened && {
        kind: opened.kind,
        ...(opened.seats !== undefined && { seats: opened.seats }),
        ...(opened.beds !== undefined && { beds: opened.beds }),
      }),
    }
  }
