import type { CommandInput } from '@skein/core'
import { addDays, type Day, latest } from '@skein/kernel'
import { type Chance, chanceOf } from './chance.js'

/** One command of a story, at the instant it is entered. */
export interface Step {
  /** ISO 8601, in UTC; later for every next step. */
  readonly at: string
  readonly actor: string
  readonly commandId: string
  readonly command: CommandInput
  /** Whether the processes are to finish before the next step. */
  readonly settle: boolean
}

/** A story in the making: what is to be entered on which day. Deterministic: actions of a day run in the order they were put there. */
export interface Schedule {
  readonly chance: Chance
  /** The day that is being told. */
  readonly today: Day
  /** Runs the action when that day is told; at the end of today, when the day has come or gone. */
  at(day: string, action: () => void): void
  /** Enters a command today; its `on` may be earlier. */
  say(command: CommandInput, options?: { readonly settle?: boolean; readonly actor?: string }): void
}

export interface ScheduleOptions {
  readonly seed: number
  readonly start: Day
  readonly until: Day
  /** Told apart from other stories in one store. */
  readonly name?: string
}

/** Tells a story day by day: `prepare` puts the first actions on the schedule, the steps come out in order. */
export function* tell(
  { seed, start, until, name = 'story' }: ScheduleOptions,
  prepare: (schedule: Schedule) => void,
): Generator<Step> {
  const agenda = new Map<string, (() => void)[]>()
  let today = start
  let said: Omit<Step, 'at' | 'commandId'>[] = []
  let told = 0

  const schedule: Schedule = {
    chance: chanceOf(seed),
    get today() {
      return today
    },
    at: (day, action) => {
      const key = latest<string>(day, today)
      const actions = agenda.get(key)
      if (actions) actions.push(action)
      else agenda.set(key, [action])
    },
    say: (command, { settle = false, actor = 'base-office' } = {}) => {
      said.push({ command, actor, settle })
    },
  }

  prepare(schedule)
  for (; today <= until; today = addDays(today, 1)) {
    // nine in the morning in the township; a tenth of a second to a step
    let instant = Date.parse(`${today}T01:00:00Z`)
    const actions = agenda.get(today) ?? []
    // actions may add others to the same day
    for (let next = 0; next < actions.length; next += 1) {
      actions[next]?.()
      for (const step of said) {
        told += 1
        instant += 100
        yield { ...step, at: new Date(instant).toISOString(), commandId: `${name}-${seed}-${told}` }
      }
      said = []
    }
    agenda.delete(today)
  }
}
