import { test } from '@fast-check/vitest'
import type { AnyProjection } from '@skein/kernel'
import { describe, expect } from 'vitest'
import { catchUp, Follower } from '../src/following/follower.js'
import { openMemory } from '../src/memory/open.js'
import { estimateRebuild } from '../src/rebuild/estimate.js'
import { prune } from '../src/rebuild/prune.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { contentFromLog, live } from './ledger-content.js'
import { ledger } from './ledger-domain.js'
import { record } from './ledger-history.js'
import { balances, generationStates, oneMove, recorded, threeAccounts, withMethods } from './ledger-store.js'

describe('a rebuild', () => {
  test('throws RebuildError with the known names for an unknown name', async () => {
    await expect(rebuild(ledger, openMemory(), { projections: ['balance'] })).rejects.toMatchObject({
      reason: 'unknownProjection',
      message: expect.stringContaining('balances, moves, seats, lastSeen'),
    })
  })

  test('of an empty log becomes live and can be followed', async () => {
    const storage = openMemory()
    expect(await rebuild(ledger, storage)).toMatchObject({ ok: true, events: 0 })
    await record(storage, threeAccounts)
    await new Follower(ledger, storage).catchUp()
    expect(await live(storage, balances)).toEqual(await contentFromLog(balances, storage))
  })

  test('reads only events that the projections handle, and reports what it did', async () => {
    const storage = await recorded([...threeAccounts, ...oneMove])
    const report = await rebuild(ledger, storage, { projections: ['moves'] })
    expect(report).toMatchObject({ ok: true, interrupted: false, events: 1, findings: [], findingCount: 0 })
    expect(report.projections).toMatchObject([{ name: 'moves', version: 1, events: 1, documents: 2 }])
  })

  test('reports its progress', async () => {
    const storage = await recorded(threeAccounts)
    const reports: unknown[] = []
    await rebuild(ledger, storage, { onProgress: (progress) => reports.push(progress) })
    expect(reports.at(-1)).toMatchObject({
      events: 6,
      total: 6,
      remainingSeconds: 0,
      projections: ['balances', 'moves', 'seats', 'lastSeen', 'doubts'],
    })
  })

  test('continues without a projection that fails, and reports it', async () => {
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
    expect(report).toMatchObject({ ok: false, interrupted: false, findingCount: 4 })
    expect(report.findings).toMatchObject([
      { kind: 'projection', projection: 'failing', stream: 'account-a', revision: 0, type: 'Opened', cause },
      { kind: 'projection', projection: 'failing', stream: 'account-b', revision: 0, type: 'Opened', cause },
      { kind: 'projection', projection: 'failing', stream: 'account-c', revision: 0, type: 'Opened', cause },
      { kind: 'projection', projection: 'publishing' },
    ])
    expect(await generationStates(storage, 'failing')).toEqual(['building'])
    expect(await live(storage, balances)).toEqual(await contentFromLog(balances, storage))
    await expect(catchUp(domain, storage)).rejects.toMatchObject({ _tag: 'ProjectionError' })
  })
})

describe('two rebuilds', () => {
  test('of one read model exclude each other; the error names the holder', async () => {
    const storage = await recorded(threeAccounts)
    const { readModels } = storage
    await readModels.lock('rebuild/balances@1', { name: 'elsewhere/42', ttl: 60_000 })
    await expect(rebuild(ledger, storage)).rejects.toMatchObject({
      _tag: 'RebuildError',
      reason: 'locked',
      holder: 'elsewhere/42',
      message: expect.stringContaining('elsewhere/42'),
    })
    // the locks that it had taken before are released
    await rebuild(ledger, storage, { projections: ['moves'] })
    await readModels.unlock('rebuild/balances@1', 'elsewhere/42')
    expect((await rebuild(ledger, storage)).ok).toBe(true)
  })

  test('of which one let its lock expire: the other takes it over', async () => {
    const storage = await recorded(threeAccounts)
    await storage.readModels.lock('rebuild/balances@1', { name: 'dead', ttl: -1 })
    expect((await rebuild(ledger, storage)).ok).toBe(true)
  })

  test('into different names run side by side', async () => {
    const storage = await recorded(threeAccounts)
    await storage.readModels.lock('rebuild/balances@1', { name: 'elsewhere', ttl: 60_000 })
    expect((await rebuild(ledger, storage, { into: 'aside' })).ok).toBe(true)
  })
})

describe('promotion', () => {
  test('happens when the new generation has caught up; until then readers see the old one', async () => {
    const storage = await recorded(threeAccounts)
    await rebuild(ledger, storage)
    const before = await live(storage, balances)
    await record(storage, oneMove)
    const controller = new AbortController()
    let reports = 0
    const onProgress = () => {
      reports += 1
      controller.abort()
    }
    const report = await rebuild(ledger, storage, { batchSize: 2, onProgress, signal: controller.signal })
    expect(report).toMatchObject({ ok: false, interrupted: true })
    expect(reports).toBe(1)
    expect(await live(storage, balances)).toEqual(before)
    expect(await generationStates(storage)).toEqual(['building', 'live'])

    await rebuild(ledger, storage)
    expect(await live(storage, balances)).toEqual(await contentFromLog(balances, storage))
  })

  test('waits until the new generation has caught up with a live one that is ahead', async () => {
    const storage = await recorded(threeAccounts)
    await catchUp(ledger, storage)
    const { readModels } = storage
    let promotions = 0
    const promote: typeof readModels.promote = async (generation, compare) => {
      if (promotions++ === 0) {
        await record(storage, oneMove)
        await catchUp(ledger, storage)
        const outcome = await readModels.promote(generation, compare)
        expect(outcome).toBe('behind')
        return outcome
      }
      return readModels.promote(generation, compare)
    }
    const observed = { ...storage, readModels: withMethods(readModels, { promote }) }
    const report = await rebuild(ledger, observed, { projections: ['balances'] })
    expect(report.ok).toBe(true)
    expect(promotions).toBe(2)
    expect(await live(storage, balances)).toEqual(await contentFromLog(balances, storage))
  })

  test('keeps one retired generation; prune drops it', async () => {
    const storage = await recorded(threeAccounts)
    for (let time = 0; time < 4; time++) await rebuild(ledger, storage)
    expect(await generationStates(storage)).toEqual(['live', 'retired'])
    await rebuild(ledger, storage, { into: 'kept' })
    expect(await prune(ledger, storage)).toHaveLength(ledger.projections.length)
    expect(await generationStates(storage)).toEqual(['live', 'named'])
  })
})

describe('an estimate', () => {
  test('counts events and documents, and changes nothing', async () => {
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

  test('throws where a rebuild throws', async () => {
    const unknown = estimateRebuild(ledger, openMemory(), { projections: ['nonsense'] })
    await expect(unknown).rejects.toMatchObject({ _tag: 'RebuildError', reason: 'unknownProjection' })
    const storage = await recorded(threeAccounts)
    await rebuild(ledger, storage, { asOf: '2018-05-01', into: 'may' })
    const other = estimateRebuild(ledger, storage, { asOf: '2018-05-02', into: 'may' })
    await expect(other).rejects.toMatchObject({ reason: 'otherBounds' })
    await estimateRebuild(ledger, storage, { asOf: '2018-05-02', into: 'may', restart: true })
  })
})
