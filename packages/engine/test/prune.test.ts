import { test } from '@fast-check/vitest'
import { day } from '@skein/kernel'
import { describe, expect } from 'vitest'
import { catchUp } from '../src/following/follower.js'
import { reader } from '../src/reading/reader.js'
import { prune } from '../src/rebuild/prune.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { ledger } from './ledger-domain.js'
import { balances, generationStates, recorded, threeAccounts } from './ledger-store.js'

describe('a named generation', () => {
  const namesIn = async (storage: Awaited<ReturnType<typeof recorded>>) =>
    (await storage.readModels.generations()).map(({ into }) => into)

  test('is dropped by its name, and no other generation is', async () => {
    const storage = await recorded(threeAccounts)
    for (let time = 0; time < 2; time++) await rebuild(ledger, storage)
    for (const into of ['may', 'june']) await rebuild(ledger, storage, { into })
    const would = await prune(ledger, storage, { kept: 'may', dryRun: true })
    expect(await namesIn(storage)).toContain('may')
    expect(await prune(ledger, storage, { kept: 'may' })).toEqual(would)
    expect(would.map(({ name }) => name).sort()).toEqual(ledger.projections.map(({ name }) => name).sort())
    expect(await namesIn(storage)).not.toContain('may')
    expect(await generationStates(storage)).toEqual(['live', 'named', 'retired'])
    await expect(prune(ledger, storage, { kept: 'may' })).rejects.toMatchObject({
      _tag: 'RebuildError',
      reason: 'unknownKept',
      message: 'nothing is kept as "may"; kept are: june.',
    })
    await rebuild(ledger, storage, { into: 'may' })
  })

  test('is not dropped while another process builds one of its name', async () => {
    const storage = await recorded(threeAccounts)
    await rebuild(ledger, storage, { into: 'may' })
    await storage.readModels.lock('rebuild/moves@1/may', { name: 'elsewhere/42', ttl: 60_000 })
    const before = await namesIn(storage)
    await expect(prune(ledger, storage, { kept: 'may' })).rejects.toMatchObject({
      reason: 'locked',
      holder: 'elsewhere/42',
    })
    expect(await namesIn(storage)).toEqual(before)
    await storage.readModels.unlock('rebuild/moves@1/may', 'elsewhere/42')
    expect(await prune(ledger, storage, { kept: 'may' })).toHaveLength(before.length)
    expect(await namesIn(storage)).toEqual([])
  })
})

describe('a new version of a projection', () => {
  const next = { ...ledger, projections: [{ ...balances, version: 2, documents: () => [] }] }

  test('is not ready until it is built; the old program continues to read its own', async () => {
    const storage = await recorded(threeAccounts)
    await catchUp(ledger, storage)
    const readNew = reader(next, storage, () => day('2018-06-01'))
    const readOld = reader(ledger, storage, () => day('2018-06-01'))
    await expect(readNew('balances').get('group:a')).rejects.toMatchObject({ _tag: 'NotReady', version: 2 })
    await catchUp(next, storage)
    expect(await readNew('balances').get('group:a')).toBeUndefined()
    expect(await readOld('balances').get('group:a')).toBeDefined()
    expect(await readNew('balances').get('group:b')).toMatchObject({ all: 3 })
    expect(await prune(next, storage)).toMatchObject([{ name: 'balances', version: 1, state: 'live' }])
    await expect(readOld('balances').get('group:a')).rejects.toMatchObject({ _tag: 'NotReady' })
  })

  test('prune keeps what an older program is building', async () => {
    const storage = await recorded(threeAccounts)
    const { readModels } = storage
    await catchUp(ledger, storage)
    await rebuild(ledger, storage, { projections: ['balances'], into: 'aside' })
    await readModels.lock('rebuild/balances@1', { name: 'older', ttl: 60_000 })
    expect(await prune(next, storage, { dryRun: true })).toMatchObject([{ state: 'named' }])
    await catchUp(next, storage)
    expect(await prune(next, storage, { dryRun: true })).toHaveLength(2)
    expect(await prune(next, storage)).toMatchObject([{ name: 'balances', version: 1, state: 'named' }])
    await readModels.unlock('rebuild/balances@1', 'older')
    expect(await prune(next, storage)).toMatchObject([{ name: 'balances', version: 1, state: 'live' }])
  })

  test('prune keeps generations of a newer version', async () => {
    const storage = await recorded(threeAccounts)
    await catchUp(next, storage)
    expect(await prune(ledger, storage)).toEqual([])
  })
})
