import { expect } from 'vitest'
import { freshStream } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { withStore } from './store-access.js'

const key = (keyId: string) => ({ keyId, wrapped: `wrapped ${keyId}` })

export const keyCases = casesAbout('keys and claims', (store, it) => {
  it(
    'finds the keys that were added, and no others',
    withStore(store, async ({ keys }) => {
      const [one, two, nobody] = [freshStream('person'), freshStream('person'), freshStream('person')]
      expect(await keys.add(one, key('k1'))).toEqual(key('k1'))
      expect(await keys.add(two, key('k2'))).toEqual(key('k2'))
      expect(await keys.find([two, nobody, one, one])).toEqual(
        new Map([
          [one, key('k1')],
          [two, key('k2')],
        ]),
      )
      expect(await keys.find([])).toEqual(new Map())
    }),
  )

  it(
    "keeps a person's first key, also when several are added concurrently",
    withStore(store, async ({ keys }) => {
      const person = freshStream('person')
      const results = await Promise.all(['k1', 'k2', 'k3'].map((keyId) => keys.add(person, key(keyId))))
      const stored = (await keys.find([person])).get(person)
      expect(results).toEqual([stored, stored, stored])
      expect(await keys.add(person, key('k4'))).toEqual(stored)
    }),
  )

  it(
    "destroys a person's key and claims, and nobody else's",
    withStore(store, async ({ keys }) => {
      const [person, other, scope] = [freshStream('person'), freshStream('person'), freshStream('scope')]
      await keys.add(person, key('k1'))
      await keys.add(other, key('k2'))
      await keys.claim(scope, 'f1', person)
      await keys.claim(scope, 'f2', other)
      expect(await keys.destroy(person)).toBe(true)
      expect(await keys.destroy(person)).toBe(false)
      expect(await keys.find([person, other])).toEqual(new Map([[other, key('k2')]]))
      expect(await keys.claimant(scope, 'f1')).toBeUndefined()
      expect(await keys.claimant(scope, 'f2')).toMatchObject({ holder: other })
      expect(await keys.add(person, key('k3'))).toEqual(key('k3'))
    }),
  )

  it(
    'grants a fingerprint to one holder in each scope',
    withStore(store, async ({ keys }) => {
      const [scope, elsewhere] = [freshStream('scope'), freshStream('scope')]
      const first = await keys.claim(scope, 'f', 'one')
      expect(first.holder).toBe('one')
      expect(new Date(first.since).toISOString()).toBe(first.since)
      expect(await keys.claim(scope, 'f', 'two')).toEqual(first)
      expect(await keys.claim(scope, 'f', 'one')).toEqual(first)
      expect(await keys.claimant(scope, 'f')).toEqual(first)
      expect(await keys.claim(elsewhere, 'f', 'two')).toMatchObject({ holder: 'two' })
      expect(await keys.claim(scope, 'g', 'two')).toMatchObject({ holder: 'two' })
      expect(await keys.claimant(scope, 'h')).toBeUndefined()
    }),
  )

  it(
    'transfers a claim only from the named holder',
    withStore(store, async ({ keys }) => {
      const scope = freshStream('scope')
      expect(await keys.claim(scope, 'f', 'one', 'nobody')).toMatchObject({ holder: 'one' })
      expect(await keys.claim(scope, 'f', 'two', 'three')).toMatchObject({ holder: 'one' })
      expect(await keys.claim(scope, 'f', 'two', 'one')).toMatchObject({ holder: 'two' })
      expect(await keys.claimant(scope, 'f')).toMatchObject({ holder: 'two' })
    }),
  )

  it(
    'lists the claims of the given holders only',
    withStore(store, async ({ keys }) => {
      const [scope, elsewhere] = [freshStream('scope'), freshStream('scope')]
      const [one, two, nobody] = [freshStream('person'), freshStream('person'), freshStream('person')]
      const claims = [
        { scope, fingerprint: 'f', holder: one },
        { scope: elsewhere, fingerprint: 'f', holder: one },
        { scope, fingerprint: 'g', holder: two },
      ]
      const stored = []
      for (const claim of claims)
        stored.push({ ...claim, ...(await keys.claim(claim.scope, claim.fingerprint, claim.holder)) })
      const found = await keys.claimsOf([nobody, one, two, one])
      expect(found).toHaveLength(3)
      expect(found).toEqual(expect.arrayContaining(stored))
      expect(await keys.claimsOf([two])).toEqual(stored.slice(2))
      expect(await keys.claimsOf([nobody])).toEqual([])
      expect(await keys.claimsOf([])).toEqual([])
    }),
  )

  it(
    'removes a claim only for its holder',
    withStore(store, async ({ keys }) => {
      const scope = freshStream('scope')
      await keys.claim(scope, 'f', 'one')
      await keys.unclaim(scope, 'f', 'two')
      expect(await keys.claimant(scope, 'f')).toMatchObject({ holder: 'one' })
      await keys.unclaim(scope, 'f', 'one')
      expect(await keys.claimant(scope, 'f')).toBeUndefined()
      expect(await keys.claim(scope, 'f', 'two')).toMatchObject({ holder: 'two' })
    }),
  )

  it(
    'grants a claim to one of many concurrent requests',
    withStore(store, async ({ keys }) => {
      const scope = freshStream('scope')
      const claims = await Promise.all(Array.from({ length: 10 }, (_, index) => keys.claim(scope, 'f', `h${index}`)))
      expect(new Set(claims.map(({ holder }) => holder)).size).toBe(1)
    }),
  )

  it(
    'keeps the first secret, and replaces it together with all keys',
    withStore(store, async ({ keys }) => {
      const [person, later] = [freshStream('person'), freshStream('person')]
      const secretOf = (id: string) => ({ id, wrappingId: freshStream('wrapping'), wrapped: `wrapped ${id}` })
      const first = await keys.addSecret(secretOf('s1'))
      expect(await keys.secret()).toEqual(first)
      expect(await keys.addSecret(secretOf('s2'))).toEqual(first)
      expect(await keys.add(person, key('k1'), first.wrappingId)).toEqual(key('k1'))

      const next = { ...secretOf(first.id), wrapped: 'wrapped again' }
      const renewed = { keyId: 'k1', wrapped: 'wrapped k1 again' }
      const rewrap = (whose: string, stored: ReturnType<typeof key>) => (whose === person ? renewed : stored)
      expect(await keys.rewrap('another', next, rewrap)).toBe('rotated')
      expect(await keys.secret()).toEqual(first)
      expect((await keys.find([person])).get(person)).toEqual(key('k1'))
      expect(await keys.rewrap(first.wrappingId, next, rewrap)).toBeGreaterThan(0)
      expect(await keys.secret()).toEqual(next)
      expect((await keys.find([person])).get(person)).toEqual(renewed)

      expect(await keys.add(later, key('k2'), first.wrappingId)).toBe('rotated')
      expect(await keys.find([later])).toEqual(new Map())
      expect(await keys.add(later, key('k2'), next.wrappingId)).toEqual(key('k2'))
    }),
  )
})
