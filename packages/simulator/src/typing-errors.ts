import type { CommandInput } from '@skein/core'
import { addDays } from '@skein/kernel'
import { type Chance, chanceOf } from './chance.js'
import type { CorrectionStep, Step } from './schedule.js'

export interface TypingErrorsOptions {
  readonly seed: number
  /** The share of all papers with a figure that are typed wrongly, from 0 to 1. */
  readonly share: number
  /** How many days later the error is put right, at most; default 40. */
  readonly days?: number
}

/**
 * The same commands as people type them: in a share of them a digit is lost or doubled, and each of those is corrected
 * some days later. What rests on a wrong figure may be refused until then: see `PlayOptions.retryRefused`.
 */
export function* withTypingErrors(
  steps: Iterable<Step>,
  { seed, share, days = 40 }: TypingErrorsOptions,
): Generator<Step | CorrectionStep> {
  const chance = chanceOf(seed)
  let waiting: { readonly due: string; readonly step: CorrectionStep }[] = []
  let last: Step | undefined
  for (const step of steps) {
    const due = waiting.filter((one) => one.due <= step.at)
    waiting = waiting.filter((one) => one.due > step.at)
    for (const one of due) yield { ...one.step, at: step.at }
    const typed = chance.happens(share) ? mistyped(step.command, chance) : undefined
    if (typed === undefined) yield step
    else {
      yield { ...step, command: typed.command }
      const day = addDays(step.at.slice(0, 10), chance.int(1, days))
      const { actor, commandId, at } = step
      const correction = { command: typed.command, commandId, data: typed.right }
      const id = `${commandId}-corrected`
      waiting.push({ due: `${day}${at.slice(10)}`, step: { at, actor, commandId: id, correction, settle: true } })
    }
    last = step
  }
  if (last !== undefined) for (const { step } of waiting) yield { ...step, at: last.at }
}

interface Mistyped {
  readonly command: CommandInput
  /** The fields that are wrong in it, as they should be. */
  readonly right: Readonly<Record<string, number>>
}

/** A paper with one of its figures typed wrongly; `undefined` for papers without figures. */
const mistyped = (command: CommandInput, chance: Chance): Mistyped | undefined => {
  switch (command.type) {
    case 'RecordAssessment': {
      const { score } = command.data
      const data = { ...command.data, score: Math.floor(score / 10) }
      return score === 0 ? undefined : { command: { ...command, data }, right: { score } }
    }
    case 'RecordScale': {
      const { quantity } = command.data
      const data = { ...command.data, quantity: chance.happens(0.5) ? quantity * 10 : quantity / 10 }
      return { command: { ...command, data }, right: { quantity } }
    }
    case 'RecordIncome': {
      const { perCapitaFen } = command.data
      const data = { ...command.data, perCapitaFen: Math.floor(perCapitaFen / 10) }
      return perCapitaFen === 0 ? undefined : { command: { ...command, data }, right: { perCapitaFen } }
    }
    case 'RecordFarmersDrawn': {
      const { households } = command.data
      const data = { ...command.data, households: households * 11 }
      return households === 0 ? undefined : { command: { ...command, data }, right: { households } }
    }
    default:
      return undefined
  }
}
