import { composeDomain, day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as Base from '../base/index.js'
import { domain } from '../domain.js'
import { chadian2018, defaultPolicy } from '../policy/policy.js'
import { policySchemaOf } from '../policy/under.js'
import { extendPolicy } from './extend-policy.js'

const training = extendPolicy({ minCertificates: z.int().min(0).default(1) })
const adopt = (policy: object) =>
  training.aggregate.commands.AdoptPolicy?.schema.safeParse({
    type: 'AdoptPolicy',
    data: { baseId: 'b1', version: 1, effectiveFrom: '2018-01-01', policy, on: '2018-01-01' },
  })

describe('a policy with more fields', () => {
  it('is adopted with them, and undefined fields are still refused', () => {
    expect(adopt({ minCertificates: 2, batchSeats: 30 })?.success).toBe(true)
    expect(adopt({ minCertificate: 2 })?.success).toBe(false)
  })

  it('is read by decisions, with defaults where it was adopted without them', () => {
    expect(training.of(defaultPolicy).minCertificates).toBe(1)
    const adopted = { version: 1, effectiveFrom: day('2018-01-01'), policy: { ...chadian2018, minCertificates: 3 } }
    const state = { ...Base.decider.initialState, policies: [adopted] }
    expect(training.of(Base.policyOn(day('2018-02-01'))(state)).minCertificates).toBe(3)
  })

  it('replaces the base aggregate in a composed domain', () => {
    const { aggregates } = composeDomain(domain, { aggregates: [training.aggregate] })
    expect(aggregates).toHaveLength(domain.aggregates.length)
    expect(aggregates).toContain(training.aggregate)
  })

  it('is extended again with the fields of both', () => {
    const both = extendPolicy({ awardFen: z.int().default(0) }, training.aggregate)
    const known = policySchemaOf(composeDomain(domain, { aggregates: [training.aggregate, both.aggregate] }))
    expect(known.parse({ minCertificates: 2 })).toMatchObject({ minCertificates: 2, awardFen: 0, batchSeats: 50 })
    expect(() => extendPolicy({ minCertificates: z.int().default(0) }, training.aggregate)).toThrow(
      'The policy has the field "minCertificates" already.',
    )
  })

  it.each([
    ['a field without a default', { minCertificates: z.int() }, 'The policy field "minCertificates" has no default.'],
    [
      'a field that the policy has',
      { batchSeats: z.int().default(3) },
      'The policy has the field "batchSeats" already.',
    ],
  ])('refuses %s', (_what, shape, text) => {
    expect(() => extendPolicy(shape)).toThrow(text)
  })
})
