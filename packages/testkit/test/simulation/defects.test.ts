// Of so many seeds of each workload one must show a planted defect.
import { domain as core } from '@skein/core'
import { describe, expect, it } from 'vitest'
import { type SimulationViolation, simulate, type Workload } from '../../src/simulation.js'
import { simulationDefects } from './defects.js'
import { workloads as stories } from './workloads.js'

const seeds = 40
const ofCore: readonly Workload[] = [stories.mentoring, stories.training]

describe('the simulation finds that', () => {
  it.each(simulationDefects)('$defect', async ({ kinds, plant: defect, domain = core, workloads = ofCore }) => {
    const found: SimulationViolation[] = []
    for (let seed = 0; found.length === 0 && seed < seeds; seed++)
      for (const workload of workloads) found.push(...(await simulate(seed, { domain, workload, defect })).violations)
    expect(kinds).toContain(found[0]?.kind)
  })
})
