import { domain } from '@skein/core'
import { describe, expect, it } from 'vitest'
import { type SimulationViolation, simulate } from '../../src/simulation.js'
import { simulationDefects } from './defects.js'
import { workloads } from './workloads.js'

/** So many seeds of each workload must be enough. */
const seeds = 40

describe('the simulation finds that', () => {
  it.each(simulationDefects)('$defect', async ({ kinds, plant: defect }) => {
    const found: SimulationViolation[] = []
    let seed = 0
    for (; found.length === 0 && seed < seeds; seed++)
      for (const workload of [workloads.mentoring, workloads.training])
        found.push(...(await simulate(seed, { domain, workload, defect })).violations)
    console.log(seed, found.map(({ kind }) => kind).join(), found[0]?.text.slice(0, 160))
    expect(kinds).toContain(found[0]?.kind)
  })
})
