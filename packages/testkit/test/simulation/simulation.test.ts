// The whole runtime in a simulation that a seed decides. SKEIN_SEEDS is how many seeds of each workload are run (default 50),
// SKEIN_FIRST_SEED the first of them.
import { domain } from '@skein/core'
import { describe, expect, it } from 'vitest'
import { type SimulationRun, simulate } from '../../src/simulation.js'
import { workloads } from './workloads.js'

const run = (seed: number, name: keyof typeof workloads): Promise<SimulationRun> =>
  simulate(seed, { domain, workload: workloads[name] })

/** Seeds that found something. */
const pinned: readonly (readonly [keyof typeof workloads, number, string])[] = [
  ['training', 19, 'a reactor that another one overtook while it waited goes on from the checkpoint of that one'],
]

describe('the simulation', () => {
  it.each(['mentoring', 'training'] as const)('of %s runs the same steps again for the same seed', async (name) => {
    for (const seed of [3, 4]) {
      const [first, second] = [await run(seed, name), await run(seed, name)]
      expect(first.steps).toBeGreaterThan(500)
      expect(second).toEqual(first)
      expect((await run(seed + 10, name)).digest).not.toBe(first.digest)
    }
  })

  it.each(pinned)('of %s with seed %i: %s', async (name, seed) => {
    expect((await run(seed, name)).violations).toEqual([])
  })
})
