import type { Action } from './action.js'
import { progress, reversals } from './sequences.js'
import { single } from './single.js'

/** What somebody at a base may do next: one or more commands, any of which rules may reject. Sequences come twice as often. */
export const actions: readonly Action[] = [
  ...Array.from({ length: 2 }, () => [...Object.values(progress), ...Object.values(reversals)]).flat(),
  ...Object.values(single),
]
