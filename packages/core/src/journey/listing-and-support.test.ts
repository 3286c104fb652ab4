// What is entered for a day before the listing, the recognition or the training.
import { describe, expect, it } from 'vitest'
import { given } from '../../test/given.js'
import {
  completed,
  event,
  listed,
  nominated,
  policy,
  recognised,
  reviewed,
  scaled,
  selected,
  traineeId,
} from '../../test/people.js'
import * as Journey from './index.js'

const journey = (...events: readonly unknown[]) => given(Journey.aggregate, ...events)
const selectedTrainee = [nominated(), reviewed(), selected]

describe('listing and support', () => {
  it('L2 refuses support before the listing, and before the earliest recognition', () => {
    const delisted = event('LeadCandidateDelisted', { reason: 'r', on: '2018-05-20' })
    const inPigs = event('LeadHouseholdRecognised', { industry: 'pigs', on: '2018-05-12' })
    for (const both of [
      [recognised, inPigs],
      [inPigs, recognised],
    ]) {
      const granting = journey(...selectedTrainee, completed, listed, scaled, ...both, delisted)
      const grant = (on: string) =>
        granting.when({
          type: 'GrantSupport',
          data: { traineeId, kind: 'policy', instrument: 'i', purpose: 'p', on },
        })
      expect(grant('2018-05-25').events).toHaveLength(1)
      expect(grant('2018-04-10').events).toHaveLength(1)
      expect(grant('2018-04-09').evidence).toEqual({ listed: false, recognised: false })
    }
  })

  it('listing does not depend on the training if the policy does not require it', () => {
    const listing = journey(...selectedTrainee, completed).when(
      { type: 'ListLeadCandidate', data: { traineeId, industry: 'morels', conditions: ['land'], on: '2018-03-20' } },
      { policy: policy({ requireTrainingBeforeListing: false }) },
    )
    expect(listing.events).toHaveLength(1)
  })
})
