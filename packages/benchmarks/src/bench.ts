import type { Measured } from './measure.ts'

export interface Lab {
  /** The length of the log that is rebuilt. */
  readonly events: number
  readonly rounds: number
  /** Only shows that the benches work: everything is small. */
  readonly isSmoke: boolean
  /** A folder that is removed in the end. */
  readonly folder: string
  /** Says what takes long. */
  tell(line: string): void
}

export interface Bench {
  readonly id: string
  readonly what: string
  readonly goal: number
  readonly bound: 'atLeast' | 'atMost'
  /** What the middle figures of both sides are. */
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
  /** Of the log that was rebuilt, where one was. */
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
