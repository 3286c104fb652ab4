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
  [
    'training',
    142,
    'a seat that was taken without knowing of a disqualification is contradicted, in whatever batch it comes',
  ],
  ['mentoring', 285, 'the same for an agreement'],
  ['training', 1032, 'what a plan recorded for a process is known to the reactor that handles it later'],
  ['mentoring', 5027, 'what is recorded again for an annulled cause is withdrawn again'],
  ['mentoring', 6033, 'a follower goes on whose generation was replaced and dropped while it stood still'],
  ['training', 5035, 'a booking is kept whose instructor was corrected in an append that ended in the next page'],
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
