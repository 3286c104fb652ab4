// How tests of processes send commands and order what follows.
import * as E from 'fp-ts/lib/Either.js'
import type { World } from '../../src/domain/world.js'

/** Decides and records commands while the processes wait; throws if a rule refuses one. */
export const executeAll = (world: World, ...commands: readonly unknown[]): World => {
  for (const command of commands) {
    const result = world.execute(command)
    if (E.isRight(result)) continue
    const { rule, evidence } = result.left
    throw new Error(`${rule} refuses ${JSON.stringify(command)}: ${JSON.stringify(evidence)}`)
  }
  return world
}

/** A function that picks steps in a pseudo-random order: the same seed gives the same order. */
export const shuffledBy = (seed: number): ((n: number) => number) => {
  let state = seed >>> 0
  return (n) => {
    // the linear congruential generator of Numerical Recipes; its high bits are good enough here
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}
