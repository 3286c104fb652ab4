import { expect, it } from 'vitest'
import { simulate } from '../../src/simulation.js'
import { pointsDomain, pointsWithoutSlots, sales } from './points-domain.js'

it.each([
  ['a small domain', pointsDomain],
  ['a domain in which nothing is redundant', pointsWithoutSlots],
])('the simulation of %s has no violation', async (_, domain) => {
  for (let seed = 0; seed < 20; seed++) {
    const { violations, log } = await simulate(seed, { domain, workload: sales })
    expect(violations).toEqual([])
    expect(log.length).toBeGreaterThan(10)
  }
})
