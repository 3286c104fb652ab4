import fc from 'fast-check'
import { v5 } from 'uuid'
import { expect, it } from 'vitest'
import { compactId, eventIdOf, idFromCompact, uuidFrom } from '../src/primitives/ids.js'

const namespace = Buffer.from('skein.namespace!')

it('uuidFrom gives the UUIDs of version 5 that the `uuid` package gives', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (name, index) => {
      expect(uuidFrom(name, index)).toBe(v5(JSON.stringify([name, index]), namespace))
    }),
  )
})

it('eventIdOf gives the beginning of a hash as a UUID of version 8', () => {
  const hash = '0123456789abcdef0123456789abcdef'.repeat(2)
  expect(eventIdOf(hash)).toBe('01234567-89ab-8def-8123-456789abcdef')
  expect(eventIdOf('f'.repeat(64))).toBe('ffffffff-ffff-8fff-bfff-ffffffffffff')
})

it('an id is read from metadata as it was', () => {
  const id = fc.oneof(
    fc.uuid(),
    fc.string(),
    fc.string().map((text) => `~${text}`),
    fc.uuid().map(compactId),
  )
  fc.assert(
    fc.property(id, (given) => {
      expect(idFromCompact(compactId(given))).toBe(given)
    }),
  )
  expect(compactId('0123abcd-0123-8def-8123-456789abcdef')).toHaveLength(23)
  expect(idFromCompact('~short')).toBeUndefined()
})
