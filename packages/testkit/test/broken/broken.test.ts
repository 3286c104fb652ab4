// Tests of the conformance suite itself: a store that breaks one promise fails the cases about it, and no others.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type StoreUnderTest, storageCases } from '../../src/storage.js'
import { brokenStores } from './all.js'
import { type CaseTitles, storeWith } from './broken-store.js'
import { failingCases } from './failing-cases.js'

// whether a property finds a defect depends on the inputs that it tries: a fixed seed tries the same ones each time
beforeAll(() => fc.configureGlobal({ seed: 20180327 }))

const soundStore = storeWith((storage) => storage)

const nameOf = ({ part, title }: { readonly part: string; readonly title: string }) => `${part}: ${title}`

const namesOf = (titles: CaseTitles): readonly string[] =>
  Object.entries(titles).flatMap(([part, ofPart]) => ofPart.map((title) => nameOf({ part, title })))

const failuresOf = async (store: StoreUnderTest): Promise<readonly string[]> =>
  (await failingCases(store)).map(nameOf).sort()

it('a store that keeps every promise passes every case', async () => {
  expect(await failuresOf(soundStore)).toEqual([])
})

describe('a store that breaks a promise fails exactly the cases about it', () => {
  it.each(brokenStores)('$defect', async ({ store, failing }) => {
    expect(await failuresOf(store)).toEqual(namesOf(failing).toSorted())
  })
})

it('every case fails for some broken store', () => {
  const failed = new Set(brokenStores.flatMap(({ failing }) => namesOf(failing)))
  expect(
    storageCases(soundStore)
      .map(nameOf)
      .filter((name) => !failed.has(name)),
  ).toEqual([])
})
