import { fc, test } from '@fast-check/vitest'
import { type AnyProjection, day } from '@skein/kernel'
import { describe, expect } from 'vitest'
import { catchUp, Follower } from '../src/following/follower.js'
import { openMemory } from '../src/memory/open.js'
import { reader } from '../src/reading/reader.js'
import { estimateRebuild } from '../src/rebuild/estimate.js'
import { prune } from '../src/rebuild/prune.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { ledger } from './ledger-domain.js'
import { histories, live, naive, record, stored } from './ledger-history.js'
import { balances, oneMove, overlay, projectionNamed, recorded, statesOf, threeAccounts } from './ledger-store.js'

const days = fc.constantFrom('2018-04-30', '2018-05-01', '2018-05-03', '2018-05-04')
const minutes = fc.integer({ min: 0, max: 59 }).map((m) => `2018-06-01T16:${String(m).padStart(2, '0')}:00+08:00`)

describe('an estimate', () => {
  test('counts what there is, and changes nothing', async () => {
    const storage = await recorded(threeAccounts)
    expect(await estimateRebuild(ledger, storage)).toEqual({ events: 6, seconds: expect.any(Number) })
    expect(await storage.readModels.generations()).toEqual([])
    await rebuild(ledger, storage, { projections: ['balances'] })
    const before = await storage.readModels.generations()
    const { docs } = await live(storage, balances)
    const estimate = await estimateRebuild(ledger, storage, { projections: ['balances'], batchSize: 2 })
    expect(estimate).toMatchObject({ events: 6, documents: Object.keys(docs).length })
    expect(estimate.seconds).toBeGreaterThan(0)
    expect(await storage.readModels.generations()).toEqual(before)
  })

  test('refuses what a rebuild refuses', async () => {
    const unknown = estimateRebuild(ledger, openMemory(), { projections: ['nonsense'] })
    await expect(unknown).rejects.toMatchObject({ _tag: 'RebuildError', reason: 'unknownProjection' })
    const storage = await recorded(threeAccounts)
    await rebuild(ledger, storage, { asOf: '2018-05-01', into: 'may' })
    const other = estimateRebuild(ledger, storage, { asOf: '2018-05-02', into: 'may' })
    await expect(other).rejects.toMatchObject({ reason: 'otherBounds' })
    await estimateRebuild(ledger, storage, { asOf: '2018-05-02', into: 'may', restart: true })
  })
})

describe('bounds', () => {
  test.prop([histories(), days, minutes])(
    'keep out what happened, or was recorded, later',
    async (history, asOf, knownAt) => {
      const storage = await recorded(history)
      const until = Date.parse(knownAt)
      const asked = [
        { options: { asOf }, counts: (on: string, _at: number) => on <= asOf },
        { options: { knownAt }, counts: (_on: string, at: number) => at <= until },
        { options: { asOf, knownAt, into: 'both' }, counts: (on: string, at: number) => on <= asOf && at <= until },
      ]
      for (const { options, counts } of asked) {
        const report = await rebuild(ledger, storage, { ...options, batchSize: 4 })
        for (const { name, generation } of report.projections) {
          const projection = projectionNamed(name)
          const expected = await naive(projection, storage, ({ data }, at) => counts(data.on, Date.parse(at)))
          expect(await stored(storage, generation)).toEqual(expected)
        }
      }
      expect(await statesOf(storage)).toEqual(['named', 'named', 'named'])
    },
  )

  test('are part of what a generation is: the same name is not used for others', async () => {
    const storage = await recorded(threeAccounts)
    await rebuild(ledger, storage, { asOf: '2018-05-01', into: 'may' })
    await expect(rebuild(ledger, storage, { asOf: '2018-05-02', into: 'may' })).rejects.toMatchObject({
      _tag: 'RebuildError',
      reason: 'otherBounds',
      message: expect.stringContaining('as of 2018-05-01'),
    })
    await rebuild(ledger, storage, { asOf: '2018-05-02', into: 'may', restart: true })
    const generations = await storage.readModels.generations('balances')
    expect(generations.map(({ into, bounds }) => [into, bounds])).toEqual([['may', 'as of 2018-05-02']])
  })

  test('are the same for all that is kept under a name', async () => {
    const storage = await recorded(threeAccounts)
    const kept = async () => (await storage.readModels.generations()).map(({ id }) => id).sort()
    await rebuild(ledger, storage, { asOf: '2018-05-01', into: 'may', projections: ['balances', 'moves'] })
    const before = await kept()
    for (const options of [
      { projections: ['moves'], restart: true },
      { projections: ['seats'] },
      { projections: ['balances', 'moves'] },
      {},
    ])
      await expect(rebuild(ledger, storage, { ...options, into: 'may' })).rejects.toMatchObject({
        reason: 'otherBounds',
        message: expect.stringContaining('as of 2018-05-01'),
      })
    expect(await kept()).toEqual(before)
    await rebuild(ledger, storage, { asOf: '2018-05-01', into: 'may', projections: ['moves', 'seats'], restart: true })
    await rebuild(ledger, storage, { into: 'other', projections: ['moves'] })
    await rebuild(ledger, storage, { into: 'may', restart: true })
    const bounds = (await storage.readModels.generations()).map((one) => one.bounds)
    expect(new Set(bounds)).toEqual(new Set(['']))
  })

  test('name the generation where nobody does', async () => {
    const storage = await recorded(threeAccounts)
    await rebuild(ledger, storage, { asOf: '2018-05-01', knownAt: '2018-06-01T16:00:00+08:00' })
    const [generation] = await storage.readModels.generations('balances')
    expect(generation?.into).toBe('as-of-2018-05-01-known-at-2018-06-01T08:00:00.000Z')
  })

  test.each([{ asOf: '2018-02-30' }, { asOf: 'today' }, { knownAt: '2018-06-01' }, { knownAt: '2018-06-01T08:00' }])(
    'that are none are refused: %o',
    async (options) => {
      await expect(rebuild(ledger, openMemory(), options)).rejects.toMatchObject({ reason: 'badBound' })
    },
  )
})

describe('promotion', () => {
  test('leaves readers the old generation until the new one has caught up', async () => {
    const storage = await recorded(threeAccounts)
    await rebuild(ledger, storage)
    const before = await live(storage, balances)
    await record(storage, oneMove)
    const controller = new AbortController()
    const seen: unknown[] = []
    const onProgress = () => {
      seen.push('told')
      controller.abort()
    }
    const report = await rebuild(ledger, storage, { batchSize: 2, onProgress, signal: controller.signal })
    expect(report).toMatchObject({ ok: false, interrupted: true })
    expect(seen).toEqual(['told'])
    expect(await live(storage, balances)).toEqual(before)
    expect(await statesOf(storage)).toEqual(['building', 'live'])

    await rebuild(ledger, storage)
    expect(await live(storage, balances)).toEqual(await naive(balances, storage))
  })

  test('waits for a new generation that the live one has overtaken', async () => {
    const storage = await recorded(threeAccounts)
    await catchUp(ledger, storage)
    const { readModels } = storage
    let overtaken = 0
    const promote: typeof readModels.promote = async (generation, compare) => {
      if (overtaken++ === 0) {
        await record(storage, oneMove)
        await catchUp(ledger, storage)
        const outcome = await readModels.promote(generation, compare)
        expect(outcome).toBe('behind')
        return outcome
      }
      return readModels.promote(generation, compare)
    }
    const spied = { ...storage, readModels: overlay(readModels, { promote }) }
    const report = await rebuild(ledger, spied, { projections: ['balances'] })
    expect(report.ok).toBe(true)
    expect(overtaken).toBe(2)
    expect(await live(storage, balances)).toEqual(await naive(balances, storage))
  })

  test('keeps one retired generation, and prune none', async () => {
    const storage = await recorded(threeAccounts)
    for (let time = 0; time < 4; time++) await rebuild(ledger, storage)
    expect(await statesOf(storage)).toEqual(['live', 'retired'])
    await rebuild(ledger, storage, { into: 'kept' })
    expect(await prune(ledger, storage)).toHaveLength(ledger.projections.length)
    expect(await statesOf(storage)).toEqual(['live', 'named'])
  })
})

describe('what is kept under a name', () => {
  const namesIn = async (storage: Awaited<ReturnType<typeof recorded>>) =>
    (await storage.readModels.generations()).map(({ into }) => into)

  test('is dropped by its name, and nothing else is', async () => {
    const storage = await recorded(threeAccounts)
    for (let time = 0; time < 2; time++) await rebuild(ledger, storage)
    for (const into of ['may', 'june']) await rebuild(ledger, storage, { into })
    const would = await prune(ledger, storage, { kept: 'may', dryRun: true })
    expect(await namesIn(storage)).toContain('may')
    expect(await prune(ledger, storage, { kept: 'may' })).toEqual(would)
    expect(would.map(({ name }) => name).sort()).toEqual(ledger.projections.map(({ name }) => name).sort())
    expect(await namesIn(storage)).not.toContain('may')
    expect(await statesOf(storage)).toEqual(['live', 'named', 'retired'])
    await expect(prune(ledger, storage, { kept: 'may' })).rejects.toMatchObject({
      _tag: 'RebuildError',
      reason: 'unknownKept',
      message: 'nothing is kept as "may"; kept are: june.',
    })
    await rebuild(ledger, storage, { into: 'may' })
  })

  test('stays while somebody fills any of it', async () => {
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

  test('is not ready until it is built; the old program reads on', async () => {
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

  test('what an older program fills is left to it', async () => {
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

  test('what a newer program made is not pruned', async () => {
    const storage = await recorded(threeAccounts)
    await catchUp(next, storage)
    expect(await prune(ledger, storage)).toEqual([])
  })
})

describe('two rebuilds', () => {
  test('exclude each other, and the message names the holder', async () => {
    const storage = await recorded(threeAccounts)
    const { readModels } = storage
    await readModels.lock('rebuild/balances@1', { name: 'elsewhere/42', ttl: 60_000 })
    await expect(rebuild(ledger, storage)).rejects.toMatchObject({
      _tag: 'RebuildError',
      reason: 'locked',
      holder: 'elsewhere/42',
      message: expect.stringContaining('elsewhere/42'),
    })
    // and no lock was kept that it had taken before
    await rebuild(ledger, storage, { projections: ['moves'] })
    await readModels.unlock('rebuild/balances@1', 'elsewhere/42')
    expect((await rebuild(ledger, storage)).ok).toBe(true)
  })

  test('of which one is dead: its lock is taken over', async () => {
    const storage = await recorded(threeAccounts)
    await storage.readModels.lock('rebuild/balances@1', { name: 'dead', ttl: -1 })
    expect((await rebuild(ledger, storage)).ok).toBe(true)
  })

  test('into different names go side by side', async () => {
    const storage = await recorded(threeAccounts)
    await storage.readModels.lock('rebuild/balances@1', { name: 'elsewhere', ttl: 60_000 })
    expect((await rebuild(ledger, storage, { into: 'aside' })).ok).toBe(true)
  })
})

describe('a rebuild', () => {
  test('says which names there are when asked for another', async () => {
    await expect(rebuild(ledger, openMemory(), { projections: ['balance'] })).rejects.toMatchObject({
      reason: 'unknownProjection',
      message: expect.stringContaining('balances, moves, seats, lastSeen'),
    })
  })

  test('of an empty log is live, and goes on from there', async () => {
    const storage = openMemory()
    expect(await rebuild(ledger, storage)).toMatchObject({ ok: true, events: 0 })
    await record(storage, threeAccounts)
    await new Follower(ledger, storage).catchUp()
    expect(await live(storage, balances)).toEqual(await naive(balances, storage))
  })

  test('reads only the events it folds, and reports what it did', async () => {
    const storage = await recorded([...threeAccounts, ...oneMove])
    const report = await rebuild(ledger, storage, { projections: ['moves'] })
    expect(report).toMatchObject({ ok: true, interrupted: false, events: 1, findings: [], findingCount: 0 })
    expect(report.projections).toMatchObject([{ name: 'moves', version: 1, events: 1, documents: 2 }])
  })

  test('tells how far it is', async () => {
    const storage = await recorded(threeAccounts)
    const told: unknown[] = []
    await rebuild(ledger, storage, { onProgress: (progress) => told.push(progress) })
    expect(told.at(-1)).toMatchObject({
      events: 6,
      total: 6,
      remainingSeconds: 0,
      projections: ['balances', 'moves', 'seats', 'lastSeen'],
    })
  })

  test('goes on without a projection that fails, and reports it', async () => {
    const storage = await recorded(threeAccounts)
    const cause = new Error('a bug')
    const failing: AnyProjection = {
      ...balances,
      name: 'failing',
      row: () => {
        throw cause
      },
    }
    const publishing: AnyProjection = { ...balances, name: 'publishing', tallies: () => [['all', { half: 0.5 }]] }
    const domain = { ...ledger, projections: [failing, publishing, balances] }
    const report = await rebuild(domain, storage)
    expect(report).toMatchObject({ ok: false, interrupted: false, findingCount: 2 })
    expect(report.findings).toMatchObject([
      { kind: 'projection', projection: 'failing', stream: 'account-a', revision: 0, type: 'Opened', cause },
      { kind: 'projection', projection: 'publishing' },
    ])
    expect(await statesOf(storage, 'failing')).toEqual(['building'])
    expect(await live(storage, balances)).toEqual(await naive(balances, storage))
    await expect(catchUp(domain, storage)).rejects.toMatchObject({ _tag: 'ProjectionError' })
  })
})
