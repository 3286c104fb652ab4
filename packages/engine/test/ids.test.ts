import fc from 'fast-check'
import { v5 } from 'uuid'
import { expect, it } from 'vitest'
import { uuidFrom } from '../src/integrity/ids.js'

const namespace = Buffer.from('skein.namespace!')

it('uuidFrom gives the UUIDs of version 5 that the `uuid` package gives', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (name, index) => {
      expect(uuidFrom(name, index)).toBe(v5(JSON.stringify([name, index]), namespace))
    }),
  )
})
