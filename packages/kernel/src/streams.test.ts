import fc from 'fast-check'
import { expect, it } from 'vitest'
import { partsOf, streamOf } from './streams.js'

it('splits a stream name into aggregate and id, even if the id has dashes', () =>
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (id) => {
      expect(partsOf(streamOf('journey', id))).toEqual({ aggregate: 'journey', id })
    }),
  ))
