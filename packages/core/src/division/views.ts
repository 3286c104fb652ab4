// What other aggregates see of a division.
import type { Day } from '@skein/kernel'
import { initialState, type Level, type State } from './state.js'

export { type Level, stream } from './state.js'

/** Whether and since when the division is there, and where it belongs. */
export type Existence = { readonly registeredOn?: Day; readonly level?: Level; readonly parent?: string }

export const existence = ({ registered }: State): Existence =>
  registered === undefined
    ? {}
    : {
        registeredOn: registered.on,
        level: registered.level,
        ...(registered.parent !== undefined && { parent: registered.parent }),
      }

export const absent: Existence = existence(initialState)
