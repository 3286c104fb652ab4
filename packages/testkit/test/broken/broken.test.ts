// The suite under test: stores that break one promise each fail the cases about it, and no others.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { storageCases } from '../../src/storage.js'
import { brokenStores } from './all.js'
import { offerOf } from './broken-store.js'
import { failuresOf } from './verdict.js'

// which inputs a property tries decides whether it finds a fault: here they are always the same
beforeAll(() => fc.configureGlobal({ seed: 20180327 }))

const sound = offerOf((storage) => storage)

it('a store that keeps every promise passes every case', async () => {
  expect(await failuresOf(sound)).toEqual([])
})

describe('a store fails exactly the cases about the promise that it breaks', () => {
  it.each(brokenStores)('$wrong', async ({ offer, fails }) => {
    const failures = await failuresOf(offer)
    const named = fails.flatMap((beginning) => failures.filter((failure) => failure.startsWith(beginning)))
    expect(named).toHaveLength(fails.length)
    expect([...named].sort()).toEqual([...failures].sort())
  })
})

it('every case is failed by some store', () => {
  const all = brokenStores.flatMap(({ fails }) => fails)
  const untried = storageCases(sound).filter(
    ({ part, title }) => !all.some((one) => `${part}: ${title}`.startsWith(one)),
  )
  expect(untried.map(({ part, title }) => `${part}: ${title}`)).toEqual([])
})
