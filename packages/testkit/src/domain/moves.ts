// What somebody at a base might do next: a few commands that mean something together, of which rules may refuse any.
import type { Move } from './moves/choosing.js'
import { single } from './moves/single.js'
import { leaving, whole } from './moves/whole.js'

export type { Chooser } from './moves/choosing.js'

/** Those that lead on come more often than those that end. */
export const moves: readonly Move[] = [
  ...Array.from({ length: 2 }, () => [...Object.values(whole), ...Object.values(leaving)]).flat(),
  ...Object.values(single),
]
