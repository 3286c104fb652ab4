// Checkpoints of another log: the events were restored from an older backup, without the read models, or lost in a failover.
import { describe, expect, it } from 'vitest'
import {
  catchUp,
  type EngineObservation,
  follow,
  openMemory,
  processStatus,
  prune,
  rebuild,
  restartProcesses,
  type Storage,
  status,
} from '../src/index.js'
import { executed, failureOf, joinClub, logOf, openRuntime, openShow, reserveSeat } from './fixture.js'
import { contentFromLog, live } from './ledger-content.js'
import { ledger } from './ledger-domain.js'
import { record } from './ledger-history.js'
import { oneMove, recorded, threeAccounts, withMethods } from './ledger-store.js'
import { toyDomain } from './toy-domain.js'

/** A store with the read models of one store, and the first events of it. */
const restored = async (storage: Storage, count: number): Promise<Storage> => {
  const { events } = openMemory()
  for (const { stream, revision, ...event } of (await logOf(storage)).slice(0, count))
    await events.append(stream, [event], revision === 0 ? 'none' : revision - 1)()
  return { ...storage, events }
}

/** Read models of a log of seven events, beside a log that has only the first four of them. */
const withDivergedReadModels = async () => {
  const before = await recorded([...threeAccounts, ...oneMove])
  await catchUp(ledger, before)
  return restored(before, 4)
}

const states = async (storage: Storage) => (await status(ledger, storage)).map(({ state }) => state)
const isDiverged = { _tag: 'StorageError', fault: 'diverged' }

describe('read models whose checkpoint is not of the log', () => {
  it('are reported by status, without a lag', async () => {
    const storage = await withDivergedReadModels()
    for (const { state, lag } of await status(ledger, storage)) expect([state, lag]).toEqual(['diverged', undefined])
  })

  it('are not continued, also once the log is longer than it was', async () => {
    const storage = await withDivergedReadModels()
    const [before] = await storage.readModels.generations('balances')
    expect(await failureOf(() => catchUp(ledger, storage))).toMatchObject(isDiverged)
    for (let turn = 0; turn < 6; turn++) await record(storage, oneMove)
    expect(await failureOf(() => catchUp(ledger, storage))).toMatchObject(isDiverged)
    expect(await storage.readModels.generations('balances')).toEqual([before])
  })

  it('are mended by a rebuild, and then followed', async () => {
    const storage = await withDivergedReadModels()
    await record(storage, oneMove)
    expect(await rebuild(ledger, storage)).toMatchObject({ ok: true })
    expect(new Set(await states(storage))).toEqual(new Set(['live']))
    await record(storage, oneMove)
    await catchUp(ledger, storage)
    for (const projection of ledger.projections)
      expect(await live(storage, projection)).toEqual(await contentFromLog(projection, storage))
  })

  it('are mended by a rebuild of an empty log', async () => {
    const storage = { ...(await withDivergedReadModels()), events: openMemory().events }
    expect(await rebuild(ledger, storage)).toMatchObject({ ok: true, events: 0 })
    expect(new Set(await states(storage))).toEqual(new Set(['live']))
  })

  it('are built anew where a rebuild had been interrupted', async () => {
    const before = await recorded([...threeAccounts, ...oneMove])
    const stop = new AbortController()
    const interrupted = await rebuild(ledger, before, {
      batchSize: 5,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    })
    expect(interrupted).toMatchObject({ interrupted: true })
    const storage = await restored(before, 2)
    expect(await rebuild(ledger, storage)).toMatchObject({ ok: true })
    for (const projection of ledger.projections)
      expect(await live(storage, projection)).toEqual(await contentFromLog(projection, storage))
  })

  it('are dropped by prune where a rebuild had been interrupted', async () => {
    const before = await recorded([...threeAccounts, ...oneMove])
    const stop = new AbortController()
    await rebuild(ledger, before, { batchSize: 5, signal: stop.signal, onProgress: () => stop.abort() })
    // of this log they can be continued
    expect(await prune(ledger, before)).toEqual([])
    const storage = await restored(before, 2)
    const pruned = await prune(ledger, storage)
    expect(new Set(pruned.map(({ state }) => state))).toEqual(new Set(['building']))
    expect(await storage.readModels.generations()).toEqual([])
  })

  it('end a rebuild during which the log loses events with an error that says what to do, and free its locks', async () => {
    const whole = await recorded([...threeAccounts, ...oneMove])
    const cut = await restored(whole, 2)
    let reads = 0
    const readAll: typeof whole.events.readAll = async function* (options) {
      for await (const batch of whole.events.readAll(options)) {
        reads += 1
        yield batch
      }
    }
    const hashesAt: typeof whole.events.hashesAt = (positions) => (reads > 2 ? cut : whole).events.hashesAt(positions)
    const failing = { ...whole, events: withMethods(whole.events, { readAll, hashesAt }) }
    expect(await failureOf(() => rebuild(ledger, failing, { batchSize: 2 }))).toMatchObject({
      ...isDiverged,
      message: expect.stringContaining('Rebuild it.'),
    })
    expect(await rebuild(ledger, whole)).toMatchObject({ ok: true })
  })

  it('do not end a follower: it goes on once they are rebuilt', async () => {
    const storage = await withDivergedReadModels()
    const stop = new AbortController()
    const following = follow(ledger, storage, { signal: stop.signal })
    await new Promise((resolve) => setTimeout(resolve, 50))
    await rebuild(ledger, storage)
    await record(storage, oneMove)
    const [moves] = ledger.projections
    if (moves === undefined) throw new Error('the ledger has a projection')
    await expect
      .poll(async () => JSON.stringify(await live(storage, moves)), { timeout: 5000 })
      .toBe(JSON.stringify(await contentFromLog(moves, storage)))
    stop.abort()
    await following
  })
})

describe('processes whose checkpoint is not of the log', () => {
  /** A show with a reservation that was answered by a ticket; then the ticket is lost, and another seat is reserved. */
  const afterRestore = async () => {
    const before = openRuntime()
    await executed(before, joinClub('p'))
    await executed(before, openShow('s', 3))
    await executed(before, reserveSeat('s', 'p'))
    await before.settle()
    const storage = await restored(before.storage, 2)
    const after = openRuntime(storage)
    await executed(after, joinClub('q'))
    await executed(after, reserveSeat('s', 'q'))
    return { storage, after }
  }

  it('send nothing, and say so', async () => {
    const { storage, after } = await afterRestore()
    expect(await processStatus(toyDomain, storage)).toMatchObject({ state: 'diverged' })
    expect(await failureOf(() => after.settle())).toMatchObject(isDiverged)
  })

  it('wait, and go on once they are restarted', async () => {
    const { storage } = await afterRestore()
    const paused: EngineObservation[] = []
    const observe = (observation: EngineObservation) => observation.kind === 'paused' && paused.push(observation)
    const stop = new AbortController()
    const reacting = openRuntime(storage, { observe }).react({ signal: stop.signal })
    await expect
      .poll(() => paused)
      .toMatchObject([{ kind: 'paused', reason: { en: expect.stringContaining('lost events') } }])
    await restartProcesses(storage)
    await expect.poll(async () => (await logOf(storage, 'person-q')).length, { timeout: 5000 }).toBe(2)
    stop.abort()
    await reacting
    expect(paused).toHaveLength(1)
  })

  it('handle the log from its beginning once they are restarted, and record nothing twice', async () => {
    const { storage } = await afterRestore()
    await restartProcesses(storage)
    const after = openRuntime(storage)
    await rebuild(toyDomain, storage)
    await after.settle()
    expect((await logOf(storage, 'person-q')).map(({ type }) => type)).toEqual(['PersonJoined', 'TicketTaken'])
    await restartProcesses(storage)
    await openRuntime(storage).settle()
    expect((await logOf(storage, 'person-q')).map(({ type }) => type)).toEqual(['PersonJoined', 'TicketTaken'])
    expect(await processStatus(toyDomain, storage)).toMatchObject({ state: 'live', lag: 0 })
  })
})
