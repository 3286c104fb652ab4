// The views of a division that other aggregates, processes and invariants read.
import type { Day } from '@skein/kernel'
import { initialState, type Level, type State } from './state.js'

export { type Level, stream } from './state.js'

/** The day on which the division was registered, its level and its parent. */
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
