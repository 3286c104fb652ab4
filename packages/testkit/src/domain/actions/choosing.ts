// How a move chooses, and among whom.
import type { CommandInput } from '@skein/core'
import type { Day } from '@skein/kernel'
import type { Scenario } from '../scenario.js'

/** Chooses, the same way for the same seed. */
export interface Chooser {
  pick<T>(first: T, ...others: readonly T[]): T
  upTo(most: number): number
}

export type Action = (p: Scenario, choose: Chooser, on: Day) => readonly CommandInput[]

// who is there from the beginning comes more often
export const trainees = ['t1', 't1', 't2', 't3', '__proto__'] as const
export const batches = ['k1', 'k2', 'constructor'] as const
export const households = ['h1', 'h1', 'h2', 'h3'] as const
export const agreements = ['a1', 'a1', 'a2', '__proto__'] as const
export const named = ['s1', 's2', 's3'] as const

/** The first few of them: how far one got. */
export const some = <T>(of: readonly T[], choose: Chooser): readonly T[] => of.slice(0, 1 + choose.upTo(of.length - 1))
