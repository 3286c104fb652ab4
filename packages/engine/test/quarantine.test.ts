// One event that cannot be read or handled, and everything else, which goes on.
import type { AnyProcess, AnyProjection } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import {
  createRuntime,
  type EngineObservation,
  openMemory,
  processStatus,
  quarantine,
  type Runtime,
  rebuild,
  type Storage,
  type StoredEvent,
  status,
} from '../src/index.js'
import { hashOf } from '../src/integrity/hash.js'
import { eventIdOf } from '../src/primitives/ids.js'
import {
  clock,
  execute,
  executed,
  failureOf,
  joinClub,
  logOf,
  makeRemark,
  masterKey,
  openRuntime,
  openShow,
  reserveSeat,
  withEvents,
} from './fixture.js'
import { type ToyCommand, toyDomain } from './toy-domain.js'

type Damage = Partial<StoredEvent>

/** A store in which some events, named as `show-a@1`, are damaged; they are repaired when `damage` is emptied. */
const damageable = (storage: Storage) => {
  const damage: Record<string, Damage> = {}
  const damaged = async function* (batches: ReturnType<Storage['events']['readAll']>) {
    for await (const batch of batches)
      yield batch.map((event) => ({ ...event, ...damage[`${event.stream}@${event.revision}`] }))
  }
  const { events } = storage
  return {
    damage,
    storage: withEvents(storage, {
      readStream: (...given) => damaged(events.readStream(...given)),
      readAll: (...given) => damaged(events.readAll(...given)),
      subscribe: (...given) => damaged(events.subscribe(...given)),
    }),
  }
}

/** The second event of a stream, as a newer program would have recorded it. */
const newer = async (storage: Storage, stream: string): Promise<Damage> => {
  const [before, second] = (await logOf(storage, stream)).slice(0, 2)
  if (before === undefined || second === undefined) throw new Error(`${stream} has two events`)
  const event = { ...second, schemaVersion: 9 }
  const hash = hashOf(event, before.hash)
  return { ...event, hash, eventId: eventIdOf(hash) }
}

const damages: readonly {
  readonly title: string
  readonly fault: string
  readonly of: (storage: Storage) => Promise<Damage>
}[] = [
  { title: 'whose data is no JSON', fault: 'corrupt', of: async () => ({ data: '{' }) },
  { title: 'whose data is no object', fault: 'corrupt', of: async () => ({ data: '5' }) },
  { title: 'whose data is null', fault: 'corrupt', of: async () => ({ data: 'null' }) },
  {
    title: 'of a schema version that is not known yet',
    fault: 'newer',
    of: (storage) => newer(storage, 'show-a'),
  },
]

/** Two shows with a seat each that is reserved. */
const twoShows = async (runtime: Runtime<ToyCommand>) => {
  await executed(runtime, joinClub('p'))
  for (const show of ['a', 'b']) {
    await executed(runtime, openShow(show, 5))
    await executed(runtime, reserveSeat(show, 'p'))
  }
}

const seats = (runtime: Runtime<ToyCommand>) => runtime.read('seating').get('all')

describe.each(damages)('an event $title', ({ of, fault }) => {
  const damagedStore = async () => {
    const { storage, damage } = damageable(openMemory())
    const runtime = openRuntime(storage)
    await twoShows(runtime)
    damage['show-a@1'] = await of(storage)
    return { storage, damage, runtime: openRuntime(storage) }
  }

  it('is a value where a command needs it, which names the event; other streams take commands', async () => {
    const { runtime } = await damagedStore()
    expect(await execute(runtime, reserveSeat('a', 'p'))).toMatchObject({
      left: { _tag: 'Unavailable', written: 'no', cause: { fault } },
    })
    await executed(runtime, reserveSeat('b', 'p'))
  })

  it('takes its stream out of the read models that read it, and nothing else', async () => {
    const { runtime, storage } = await damagedStore()
    expect(await failureOf(() => runtime.settle())).toMatchObject({
      fault,
      message: expect.stringContaining('show-a@1'),
    })
    expect(await seats(runtime)).toEqual({ shows: 1, seats: 5, taken: 1 })
    expect(await status(toyDomain, storage)).toMatchObject([
      { name: 'seating', state: 'live', lag: 0, quarantine: [{ stream: 'show-a', revision: 1 }] },
      { name: 'members', state: 'live', lag: 0, quarantine: [] },
    ])
    expect(await processStatus(toyDomain, storage)).toMatchObject({
      state: 'live',
      lag: 0,
      quarantine: [{ stream: 'show-a', revision: 1 }],
    })
    // the reservation of the other show was answered
    expect((await logOf(storage, 'person-p')).map(({ type }) => type)).toEqual(['PersonJoined', 'TicketTaken'])
    await executed(runtime, openShow('c', 5))
    await runtime.settle()
    expect(await seats(runtime)).toEqual({ shows: 2, seats: 10, taken: 1 })
  })

  it('counts again once it was repaired and retried', async () => {
    const { runtime, storage, damage } = await damagedStore()
    await runtime.settle().catch(() => undefined)
    expect((await runtime.retryQuarantined()).entries).toHaveLength(2)
    delete damage['show-a@1']
    await executed(runtime, joinClub('q'))
    await executed(runtime, reserveSeat('a', 'q'))
    await runtime.settle()
    expect(await runtime.retryQuarantined()).toEqual({ entries: [], skipped: [] })
    await runtime.settle()
    expect(await seats(runtime)).toEqual({ shows: 2, seats: 10, taken: 3 })
    expect((await logOf(storage, 'person-p')).map(({ type }) => type)).toEqual([
      'PersonJoined',
      'TicketTaken',
      'TicketTaken',
    ])
    await rebuild(toyDomain, storage, { restart: true })
    expect(await seats(runtime)).toEqual({ shows: 2, seats: 10, taken: 3 })
  })

  it('is left out once it was skipped, also by rebuilds', async () => {
    const { runtime, storage } = await damagedStore()
    await runtime.settle().catch(() => undefined)
    const skip = { stream: 'show-a', revision: 1, reason: 'typed into the database', by: 'operator-3' }
    expect(await runtime.skipEvent(skip)).toMatchObject({ entries: [], skipped: [skip] })
    await runtime.settle()
    expect(await seats(runtime)).toEqual({ shows: 2, seats: 10, taken: 1 })
    expect(await rebuild(toyDomain, storage, { restart: true })).toMatchObject({ ok: true })
    expect(await seats(runtime)).toEqual({ shows: 2, seats: 10, taken: 1 })
  })

  it('is the same to a rebuild as to a follower', async () => {
    const { runtime, storage } = await damagedStore()
    await runtime.settle().catch(() => undefined)
    const before = await seats(runtime)
    expect(await rebuild(toyDomain, storage)).toMatchObject({
      ok: false,
      paused: [],
      findings: [{ kind: 'unreadable', stream: 'show-a', revision: 1 }],
    })
    expect(await seats(runtime)).toEqual(before)
    expect((await quarantine(toyDomain, storage)).entries).toMatchObject([
      { readModel: 'seating', stream: 'show-a' },
      { stream: 'show-a' },
    ])
  })

  it('that was damaged after it was applied leaves its stream as it was, until a rebuild', async () => {
    const { storage, damage } = damageable(openMemory())
    const runtime = openRuntime(storage)
    await twoShows(runtime)
    await runtime.settle()
    const other = openRuntime(storage)
    await executed(other, joinClub('q'))
    await executed(other, reserveSeat('a', 'q'))
    damage['show-a@1'] = await of(storage)
    await other.settle().catch(() => undefined)
    expect(await seats(other)).toEqual({ shows: 2, seats: 10, taken: 2 })
    expect((await quarantine(toyDomain, storage)).entries).toMatchObject([{ stream: 'show-a', isPublished: true }])
    await rebuild(toyDomain, storage)
    expect(await seats(other)).toEqual({ shows: 1, seats: 5, taken: 1 })
  })
})

describe('a stream of which an event is missing', () => {
  it('is in quarantine where a read model needs its row', async () => {
    const storage = openMemory()
    const runtime = openRuntime(storage)
    await twoShows(runtime)
    await runtime.settle()
    const holed = withEvents(storage, {
      async *readStream(...given) {
        for await (const batch of storage.events.readStream(...given))
          yield batch.filter(({ stream, revision }) => stream !== 'show-a' || revision !== 1)
      },
    })
    await executed(runtime, joinClub('q'))
    await executed(runtime, reserveSeat('a', 'q'))
    const error = await failureOf(() => openRuntime(holed).settle())
    expect(error).toMatchObject({ message: expect.stringContaining('show-a@1 is missing') })
    expect((await quarantine(toyDomain, holed)).entries).toMatchObject([{ readModel: 'seating', stream: 'show-a' }])
  })
})

describe('a read model whose code fails', () => {
  const [seating] = toyDomain.projections
  if (seating === undefined) throw new Error('the toy domain has a read model')
  const withSeating = (changed: AnyProjection, storage = openMemory(), observe?: (one: EngineObservation) => void) =>
    createRuntime<ToyCommand>({ ...toyDomain, projections: [changed, ...toyDomain.projections.slice(1)] }, storage, {
      clock,
      masterKey,
      ...(observe && { observe }),
    })
  const failingAt = (stream: string): AnyProjection => ({
    ...seating,
    row(row, event, context) {
      if (context.stream === stream && event.type === 'SeatReserved') throw new Error('a bug')
      return seating.row(row, event, context)
    },
  })

  it('for one stream leaves out that stream; a corrected version counts it', async () => {
    const runtime = withSeating(failingAt('show-a'))
    await twoShows(runtime)
    expect(await failureOf(() => runtime.settle())).toMatchObject({ finding: { stream: 'show-a', revision: 1 } })
    expect(await seats(runtime)).toEqual({ shows: 1, seats: 5, taken: 1 })
    const corrected = openRuntime(runtime.storage)
    await corrected.retryQuarantined({ readModel: 'seating' })
    expect(await seats(corrected)).toEqual({ shows: 2, seats: 10, taken: 2 })
  })

  it('for every stream is named as paused although it was never built; all others are live, and it is built when it is retried', async () => {
    let isBroken = true
    const failing: AnyProjection = {
      ...seating,
      row(row, event, context) {
        if (isBroken) throw new Error('a bug')
        return seating.row(row, event, context)
      },
    }
    const storage = openMemory()
    const runtime = withSeating(failing, storage)
    await twoShows(runtime)
    const stop = new AbortController()
    const projecting = runtime.project({ signal: stop.signal })
    const states = async () => (await status(runtime.domain, storage)).map(({ state }) => state)
    await expect.poll(states).toEqual(['paused', 'live'])
    expect((await quarantine(runtime.domain, storage)).entries).toMatchObject([{ readModel: 'seating', isWhole: true }])
    isBroken = false
    expect((await runtime.retryQuarantined()).entries).toEqual([])
    await executed(runtime, openShow('c', 5))
    await expect.poll(() => seats(runtime).catch(() => undefined), { timeout: 5000 }).toMatchObject({ shows: 3 })
    expect(await states()).toEqual(['live', 'live'])
    stop.abort()
    await projecting
  })

  it('with a sum beyond a safe integer pauses as a whole; all others stay live, and it goes on when it is retried', async () => {
    let isBroken = false
    const huge: AnyProjection = {
      ...seating,
      tallies: (row, id) =>
        isBroken ? [['all', { shows: Number.MAX_SAFE_INTEGER }]] : (seating.tallies?.(row, id) ?? []),
    }
    const observed: EngineObservation[] = []
    const storage = openMemory()
    const runtime = withSeating(huge, storage, (one) => observed.push(one))
    await twoShows(runtime)
    await runtime.settle()
    isBroken = true
    for (const show of ['c', 'd']) await executed(runtime, openShow(show, 5))
    const stop = new AbortController()
    const projecting = runtime.project({ signal: stop.signal })
    const states = async () => (await status(runtime.domain, storage)).map(({ state }) => state)
    await expect.poll(states).toEqual(['paused', 'live'])
    expect(observed.filter(({ kind }) => kind === 'paused')).toMatchObject([{ readModel: 'seating' }])
    expect(await seats(runtime)).toEqual({ shows: 2, seats: 10, taken: 2 })
    await executed(runtime, makeRemark('p', 'all others go on'))
    await expect.poll(async () => (await status(runtime.domain, storage))[1]?.lag).toBe(0)
    isBroken = false
    await runtime.retryQuarantined()
    await expect.poll(() => seats(runtime), { timeout: 5000 }).toEqual({ shows: 4, seats: 20, taken: 2 })
    stop.abort()
    await projecting
  })
})

describe('a process whose code fails', () => {
  it('passes over the stream, reacts to all others, and goes on where it failed when it is retried', async () => {
    const [ticketing] = toyDomain.processes
    if (ticketing === undefined) throw new Error('the toy domain has a process')
    let isBroken = true
    const failing: AnyProcess = {
      ...ticketing,
      react(cause, views) {
        if (isBroken && cause.id === 'a') throw new Error('a bug')
        return ticketing.react(cause, views)
      },
    }
    const storage = openMemory()
    const domain = { ...toyDomain, processes: [failing] }
    const runtime = createRuntime<ToyCommand>(domain, storage, { clock, masterKey })
    await twoShows(runtime)
    const stop = new AbortController()
    const reacting = runtime.react({ signal: stop.signal })
    const tickets = async () =>
      (await logOf(storage, 'person-p')).flatMap(({ type, data }) =>
        type === 'TicketTaken' ? JSON.parse(data).showId : [],
      )
    await expect.poll(tickets).toEqual(['b'])
    await executed(runtime, joinClub('q'))
    await executed(runtime, reserveSeat('a', 'q'))
    await expect.poll(async () => (await processStatus(domain, storage)).lag).toBe(0)
    expect((await quarantine(domain, storage)).entries).toMatchObject([{ stream: 'show-a', revision: 1 }])
    isBroken = false
    expect((await runtime.retryQuarantined()).entries).toEqual([])
    expect(await tickets()).toEqual(['b', 'a'])
    expect((await logOf(storage, 'person-q')).map(({ type }) => type)).toEqual(['PersonJoined', 'TicketTaken'])
    // the reactor that was running no longer passes over the stream
    await executed(runtime, joinClub('r'))
    await executed(runtime, reserveSeat('a', 'r'))
    await expect.poll(async () => (await logOf(storage, 'person-r')).length, { timeout: 5000 }).toBe(2)
    stop.abort()
    await reacting
  })
})
