import type { Measured } from './measure.ts'

/** The settings of a run. */
export interface Lab {
  /** The length of the log that is rebuilt. */
  readonly events: number
  readonly rounds: number
  /** Only checks that the benches work: everything is small. */
  readonly isSmoke: boolean
  /** A folder for the files of the run; it is removed at the end. */
  readonly folder: string
  /** Prints what is going on. */
  report(line: string): void
}

export interface Bench {
  readonly id: string
  readonly what: string
  readonly goal: number
  readonly bound: 'atLeast' | 'atMost'
  /** The unit of the median figures. */
  readonly unit: string
  run(lab: Lab): Promise<Measured>
}

export interface Result {
  readonly id: string
  readonly what: string
  readonly ratio: number
  readonly goal: number
  readonly bound: 'atLeast' | 'atMost'
  readonly ok: boolean
  readonly median: Measured['median']
  readonly unit: string
  readonly spread: Measured['spread']
  readonly rounds: number
  /** The length of the log, where one was rebuilt. */
  readonly events: number
  readonly measuredAt: string
}

export const resultOf = (
  { id, what, goal, bound, unit }: Bench,
  { events }: Lab,
  { ratio, median, spread, rounds }: Measured,
): Result => ({
  id,
  what,
  ratio,
  goal,
  bound,
  ok: bound === 'atLeast' ? ratio >= goal : ratio <= goal,
  median,
  unit,
  spread,
  rounds,
  events,
  measuredAt: new Date().toISOString(),
})
