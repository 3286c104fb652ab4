// What other aggregates see of a base.
import type { Day } from '@skein/kernel'
import { type InForce, inForce } from '../policy/policy.js'
import { initialState, type State } from './state.js'

export { stream } from './state.js'

/** Whether and since when the base is there and at work. */
export type Existence = { readonly foundedOn?: Day; readonly commissionedOn?: Day; readonly divisionCode?: string }

export const existence = ({ founded, commissionedOn }: State): Existence => ({
  ...(founded && { foundedOn: founded.on, divisionCode: founded.divisionCode }),
  ...(commissionedOn !== undefined && { commissionedOn }),
})

export const absent: Existence = existence(initialState)

/** The policy for a decision of that day, as far as it was recorded. */
export const policyOn =
  (on: Day) =>
  ({ policies }: State): InForce =>
    inForce(policies, on)

/** A place as bookings see it; seats and beds where it has them. */
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
