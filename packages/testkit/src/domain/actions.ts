// What somebody at a base might do next: a few commands that mean something together, of which rules may refuse any.
import type { Action } from './actions/choosing.js'
import { single } from './actions/single.js'
import { leaving, whole } from './actions/whole.js'

export type { Chooser } from './actions/choosing.js'

/** Those that lead on come more often than those that end. */
export const actions: readonly Action[] = [
  ...Array.from({ length: 2 }, () => [...Object.values(whole), ...Object.values(leaving)]).flat(),
  ...Object.values(single),
]
