import { describe } from 'vitest'
import { appending } from './appending.js'
import { closing } from './closing.js'
import { failing } from './failing.js'
import { filling } from './filling.js'
import { following } from './following.js'
import { holding } from './holding.js'
import { keeping } from './keeping.js'
import { listing } from './listing.js'
import type { StorageOffer } from './offer.js'
import { promoting } from './promoting.js'
import { racing } from './racing.js'
import { reading } from './reading.js'
import { reopening } from './reopening.js'

/**
 * Declares the tests that every store passes, whoever wrote it: call it in a test file of vitest.
 * What a store cannot do by its nature is named in the title.
 *
 * @example
 * storageConformance({ name: 'memory', open: async () => openMemory(), cannot: ['survivesRestart', 'severalProcesses'] })
 */
export const storageConformance = (offer: StorageOffer): void => {
  const { name, cannot = [] } = offer
  describe(`${name} keeps what a store promises${cannot.length === 0 ? '' : ` (by nature not: ${cannot.join(', ')})`}`, () => {
    describe('append', () => appending(offer))
    describe('append, from many sides', () => racing(offer))
    describe('readStream, readAll, head, count', () => reading(offer))
    describe('subscribe', () => following(offer))
    describe('generations', () => promoting(offer))
    describe('entries', () => filling(offer))
    describe('list', () => listing(offer))
    describe('locks', () => holding(offer))
    describe('keys and claims', () => keeping(offer))
    describe('close', () => closing(offer))
    if (offer.reopen !== undefined && !cannot.includes('survivesRestart'))
      describe('open again', () => reopening(offer))
    if (offer.faults?.length) describe('faults', () => failing(offer))
  })
}
