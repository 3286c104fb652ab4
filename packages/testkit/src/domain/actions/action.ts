import type { CommandInput } from '@skein/core'
import type { Day } from '@skein/kernel'
import type { Scenario } from '../scenario.js'

/** Makes an action's choices. */
export interface Chooser {
  pick<T>(first: T, ...others: readonly T[]): T
  /** A number from 0 to `most`. */
  upTo(most: number): number
}

/** The commands of something that somebody at a base does on a day. */
export type Action = (scenario: Scenario, choose: Chooser, on: Day) => readonly CommandInput[]

// those of the scenario come more often
export const trainees = ['t1', 't1', 't2', 't3', '__proto__'] as const
export const batches = ['k1', 'k2', 'constructor'] as const
export const households = ['h1', 'h1', 'h2', 'h3'] as const
export const agreements = ['a1', 'a1', 'a2', '__proto__'] as const
export const sessionIds = ['s1', 's2', 's3'] as const

/** The first few items, at least one. */
export const firstFew = <T>(items: readonly T[], choose: Chooser): readonly T[] =>
  items.slice(0, 1 + choose.upTo(items.length - 1))
