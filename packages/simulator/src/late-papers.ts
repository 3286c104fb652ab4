import { addDays } from '@skein/kernel'
import { chanceOf } from './chance.js'
import type { Step } from './schedule.js'

export interface LatePapersOptions {
  readonly seed: number
  /** The share of all commands that are entered on a later day than they are about, from 0 to 1. */
  readonly share: number
  /** How many days later at most; default 20. */
  readonly days?: number
  /** How many clerks enter the papers, each their own; default 3. */
  readonly clerks?: number
}

/**
 * The same commands as an office enters them: paper first, and a share of it days later, in another order, by several
 * clerks. Some come before what they need, and are refused until that is entered: see `PlayOptions.retryRefused`.
 * Of two papers that ask for the same hours of a teacher, the first to be accepted gets them; what rests on the other
 * stays refused.
 */
export function* withLatePapers(
  steps: Iterable<Step>,
  { seed, share, days = 20, clerks = 3 }: LatePapersOptions,
): Generator<Step> {
  const chance = chanceOf(seed)
  let waiting: { readonly due: string; readonly step: Step }[] = []
  let last = ''
  for (const step of steps) {
    const due = waiting.filter((one) => one.due <= step.at)
    waiting = waiting.filter((one) => one.due > step.at)
    for (const one of due) yield { ...one.step, at: step.at }
    const actor = `${step.actor}-${chance.int(1, clerks)}`
    if (chance.happens(share)) {
      const day = addDays(step.at.slice(0, 10), chance.int(1, days))
      waiting.push({ due: `${day}${step.at.slice(10)}`, step: { ...step, actor } })
    } else yield { ...step, actor }
    last = step.at
  }
  for (const { step } of chance.some(waiting, waiting.length)) yield { ...step, at: last }
}
