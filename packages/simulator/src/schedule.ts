import type { CommandInput } from '@skein/core'
import { addDays, type Day, latest } from '@skein/kernel'
import { type Chance, chanceOf } from './chance.js'

/** A command and the instant at which it is executed. */
export interface Step {
  /** ISO 8601, in UTC; always later than that of the step before. */
  readonly at: string
  readonly actor: string
  readonly commandId: string
  readonly command: CommandInput
  /** Whether the processes are to finish before the next step. */
  readonly settle: boolean
}

/** A correction of what an earlier step entered, and the instant at which it is made. */
export interface CorrectionStep extends Pick<Step, 'at' | 'actor' | 'commandId' | 'settle'> {
  readonly correction: {
    /** The command of the step, and its id. */
    readonly command: CommandInput
    readonly commandId: string
    /** The fields that change; see `runtime.correct`. */
    readonly data: Readonly<Record<string, unknown>>
  }
}

/** Plans which commands are sent on which day. Deterministic: the actions of a day run in the order in which they were added. */
export interface Schedule {
  readonly chance: Chance
  /** The day whose actions are running. */
  readonly today: Day
  /** Runs the action on that day, or at the end of today if that day is not later. */
  at(day: string, action: () => void): void
  /** Adds a step with this command today; the command's `on` may be an earlier day. */
  send(command: CommandInput, options?: { readonly settle?: boolean; readonly actor?: string }): void
}

export interface ScheduleOptions {
  readonly seed: number
  readonly start: Day
  readonly until: Day
  /** The beginning of every command id; default `story`. */
  readonly name?: string
}

/** Runs a schedule day by day and yields its steps in order; `prepare` adds the first actions. */
export function* scheduledSteps(
  { seed, start, until, name = 'story' }: ScheduleOptions,
  prepare: (schedule: Schedule) => void,
): Generator<Step> {
  const agenda = new Map<string, (() => void)[]>()
  let today = start
  let sent: Omit<Step, 'at' | 'commandId'>[] = []
  let count = 0

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
    send: (command, { settle = false, actor = 'base-office' } = {}) => {
      sent.push({ command, actor, settle })
    },
  }

  prepare(schedule)
  for (; today <= until; today = addDays(today, 1)) {
    // from nine in the morning in China on, a step every tenth of a second
    let instant = Date.parse(`${today}T01:00:00Z`)
    const actions = agenda.get(today) ?? []
    // an action may add others to the same day
    for (let next = 0; next < actions.length; next += 1) {
      actions[next]?.()
      for (const step of sent) {
        count += 1
        instant += 100
        yield { ...step, at: new Date(instant).toISOString(), commandId: `${name}-${seed}-${count}` }
      }
      sent = []
    }
    agenda.delete(today)
  }
}
