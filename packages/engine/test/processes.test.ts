import { day } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import {
  createRuntime,
  type EngineObservation,
  machineEnvironment,
  metadataOf,
  openMemory,
  StorageError,
} from '../src/index.js'
import {
  clock,
  execute,
  executed,
  joinClub,
  leaveClub,
  logOf,
  makeRemark,
  masterKey,
  on,
  openRuntime,
  openShow,
  rejectedBy,
  reserveSeat,
  withEvents,
} from './fixture.js'
import { toyDomain } from './toy-domain.js'

const typesOf = async (storage: Parameters<typeof logOf>[0], stream: string) =>
  (await logOf(storage, stream)).map(({ type }) => type)

/** Waits until the log has so many events; the time limit of the test ends it otherwise. */
const untilLength = async (storage: Parameters<typeof logOf>[0], length: number) => {
  while ((await storage.events.count()) !== length) await new Promise((resolve) => setTimeout(resolve, 1))
}

describe('a process', () => {
  it('reacts to an event with a command whose metadata names the cause and its trace', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const runtime = openRuntime()
    await executed(runtime, joinClub('p'))
    await executed(runtime, openShow('s', 1))
    await executed(runtime, reserveSeat('s', 'p'), { correlationId: 'evening', traceparent })
    await runtime.settle()
    const [, taken] = await logOf(runtime.storage, 'person-p')
    const [, cause] = await logOf(runtime.storage, 'show-s')
    expect(taken).toMatchObject({ type: 'TicketTaken' })
    expect(taken && metadataOf(taken)).toMatchObject({
      actor: 'process:ticketing',
      correlationId: 'evening',
      traceparent,
      causationId: cause?.eventId,
    })
  })

  it('compensates a rejected command', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p'))
    for (const show of ['a', 'b', 'c']) {
      await executed(runtime, openShow(show, 1))
      await executed(runtime, reserveSeat(show, 'p'))
      await runtime.settle()
    }
    expect(await typesOf(runtime.storage, 'person-p')).toEqual(['PersonJoined', 'TicketTaken', 'TicketTaken'])
    expect(await typesOf(runtime.storage, 'show-c')).toEqual(['ShowOpened', 'SeatReserved', 'SeatFreed'])
    expect(await runtime.read('seating').get('all')).toEqual({ shows: 3, seats: 3, taken: 2 })
  })

  it('sends a command that is dated like its cause, and stands right behind it in its day', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p', undefined, undefined, day('2018-05-01')))
    await executed(runtime, openShow('s', 2, day('2018-05-01')))
    await executed(runtime, reserveSeat('s', 'p', day('2018-06-01')), { commandId: 'reserve' })
    await executed(runtime, makeRemark('p', 'later'))
    await runtime.settle()
    const taken = (await logOf(runtime.storage, 'person-p')).at(-1)
    expect(JSON.parse(taken?.data ?? '')).toMatchObject({ showId: 's', on: '2018-06-01' })
    expect(taken && metadataOf(taken)).toMatchObject({
      causedBy: 'show-s@1',
      place: { id: 'reserve', entry: 0, depth: 1 },
    })
  })

  it('retries when the store fails, without a compensation', async () => {
    const storage = openMemory()
    let failures = 3
    const unreliable = withEvents(storage, {
      append: (stream, events, expected) => async () =>
        stream === 'person-p' && failures-- > 0
          ? E.left({ _tag: 'Unavailable', written: 'no', reason: { en: 'unavailable', zh: '不可用' } })
          : storage.events.append(stream, events, expected)(),
    })
    await executed(openRuntime(storage), joinClub('p'))
    await executed(openRuntime(storage), openShow('s', 1))
    await executed(openRuntime(storage), reserveSeat('s', 'p'))
    await openRuntime(unreliable).settle()
    expect(failures).toBeLessThan(0)
    expect(await typesOf(storage, 'show-s')).toEqual(['ShowOpened', 'SeatReserved'])
    expect(await typesOf(storage, 'person-p')).toEqual(['PersonJoined', 'TicketTaken'])
  })

  it('gives up when the store has failed for ten seconds, with a signal and without one', async () => {
    const storage = openMemory()
    await executed(openRuntime(storage), joinClub('p'))
    await executed(openRuntime(storage), openShow('s', 1))
    await executed(openRuntime(storage), reserveSeat('s', 'p'))
    let attempts = 0
    const failing = withEvents(storage, {
      append: () => async () => {
        attempts += 1
        return E.left({ _tag: 'Unavailable', written: 'no', reason: { en: 'no answer', zh: '无应答' } })
      },
    })
    let milliseconds = 0
    const environment = {
      ...machineEnvironment,
      now: () => milliseconds,
      sleep: async () => {
        milliseconds += 1_000
      },
    }
    const runtime = createRuntime(toyDomain, failing, { clock, masterKey, environment })
    for (const options of [{}, { signal: new AbortController().signal }]) {
      attempts = 0
      await expect(runtime.settle(options)).rejects.toThrow('could not be recorded in 11 attempts')
      expect(attempts).toBe(11)
    }
  })

  it('whose command does not fit its schema ends with an error', async () => {
    const [ticketing] = toyDomain.processes
    if (ticketing === undefined) throw new Error('the toy domain has a process')
    const broken = { ...ticketing, react: () => [{ type: 'TakeTicket', data: { on } }] }
    const runtime = createRuntime({ ...toyDomain, processes: [broken] }, openMemory(), { clock })
    await executed(runtime, joinClub('p'))
    await executed(runtime, openShow('s', 1))
    await executed(runtime, reserveSeat('s', 'p'))
    await expect(runtime.settle()).rejects.toThrow(/ticketing.*TakeTicket.*personId/)
  })
})

describe('a reactor', () => {
  it('follows the log until the signal, and continues from its checkpoint', async () => {
    const storage = openMemory()
    const runtime = openRuntime(storage)
    await executed(runtime, joinClub('p'))
    await executed(runtime, openShow('s', 5))
    for (const [turn, person] of ['p', 'q'].entries()) {
      if (person !== 'p') await executed(runtime, joinClub(person))
      const stop = new AbortController()
      const reacting = openRuntime(storage).react({ signal: stop.signal })
      await executed(runtime, reserveSeat('s', person))
      await untilLength(storage, 4 + turn * 3)
      stop.abort()
      await reacting
    }
    expect(await typesOf(storage, 'person-q')).toEqual(['PersonJoined', 'TicketTaken'])
  })

  it.each([
    ['processes', 'react'],
    ['read models', 'project'],
  ] as const)('without %s waits for the signal', async (_what, run) => {
    const runtime = createRuntime({ ...toyDomain, processes: [], projections: [], views: [] }, openMemory(), {
      masterKey,
    })
    const stop = new AbortController()
    const running = runtime[run]({ signal: stop.signal }).then(() => 'ended')
    await executed(runtime, joinClub('p'))
    const later = new Promise((resolve) => setTimeout(() => resolve('runs'), 20))
    expect(await Promise.race([running, later])).toBe('runs')
    stop.abort()
    expect(await running).toBe('ended')
  })

  it('has the same effect when several run at once', async () => {
    const visit = fc.record({ show: fc.constantFrom('a', 'b', 'c'), person: fc.constantFrom('p', 'q') })
    await fc.assert(
      fc.asyncProperty(fc.array(visit, { maxLength: 8 }), fc.integer({ min: 2, max: 3 }), async (visits, reactors) => {
        const outcomeOf = async (runners: number) => {
          const storage = openMemory()
          const runtimes = Array.from({ length: runners }, () => openRuntime(storage))
          const [first] = runtimes
          if (first === undefined) throw new Error('there is one')
          for (const person of ['p', 'q']) await executed(first, joinClub(person))
          for (const show of ['a', 'b', 'c']) await executed(first, openShow(show, 2))
          for (const { show, person } of visits) await execute(first, reserveSeat(show, person))
          await Promise.all(runtimes.map((runtime) => runtime.settle()))
          await first.settle()
          const log = await logOf(storage)
          const count = (eventType: string) => log.filter(({ type }) => type === eventType).length
          // a ticket that one reactor took before the other one took an earlier one may have been taken back
          return {
            taken: count('TicketTaken') - count('EntryAnnulled'),
            seating: await first.read('seating').get('all'),
          }
        }
        expect(await outcomeOf(reactors)).toEqual(await outcomeOf(1))
      }),
      { numRuns: 20 },
    )
  })

  it('that fails before its checkpoint leaves nothing undone, and nothing is done twice', async () => {
    const storage = openMemory()
    const runtime = openRuntime(storage)
    for (const person of ['p', 'q']) await executed(runtime, joinClub(person))
    await executed(runtime, openShow('s', 2))
    for (const person of ['p', 'q']) await executed(runtime, reserveSeat('s', person))
    let reads = 0
    const failing = {
      ...withEvents(storage, {}),
      readModels: new Proxy(storage.readModels, {
        get: (target, name, receiver) => {
          if (name === 'commit' && reads++ === 0)
            return () => Promise.reject(new StorageError('failed', { en: 'the process died', zh: '进程终止' }))
          const member: unknown = Reflect.get(target, name, receiver)
          return typeof member === 'function' ? member.bind(target) : member
        },
      }),
    }
    await expect(openRuntime(failing).settle()).rejects.toThrow('died')
    const before = await logOf(storage)
    await runtime.settle()
    expect(await logOf(storage)).toEqual(before)
    expect(before.filter(({ type }) => type === 'TicketTaken')).toHaveLength(2)
  })

  it('compensates when the target changed in the meantime', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p', undefined, undefined, day('2018-05-01')))
    await executed(runtime, openShow('s', 1))
    await executed(runtime, reserveSeat('s', 'p'))
    await executed(runtime, leaveClub('p', day('2018-06-01')))
    await runtime.settle()
    // nobody knew of the reservation when the departure was recorded: it stands, with a contradiction beside it
    const types = await typesOf(runtime.storage, 'show-s')
    expect([...types].sort()).toEqual(['EntryContradicted', 'SeatFreed', 'SeatReserved', 'ShowOpened'])
    expect(await rejectedBy(runtime, reserveSeat('s', 'p'))).toBe('H2')
  })

  it('compensates for what it had entered when an entry about an earlier day takes its place', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p', undefined, undefined, day('2018-05-01')))
    for (const show of ['a', 'b', 'c']) await executed(runtime, openShow(show, 1, day('2018-05-01')))
    for (const show of ['a', 'b']) {
      await executed(runtime, reserveSeat(show, 'p'))
      await runtime.settle()
    }
    await executed(runtime, reserveSeat('c', 'p', day('2018-06-01')))
    await runtime.settle()
    expect(await typesOf(runtime.storage, 'person-p')).toEqual([
      'PersonJoined',
      ...['TicketTaken', 'TicketTaken'],
      ...['TicketTaken', 'EntryAnnulled'],
    ])
    expect(await typesOf(runtime.storage, 'show-b')).toEqual(['ShowOpened', 'SeatReserved', 'SeatFreed'])
    expect(await runtime.read('seating').get('all')).toEqual({ shows: 3, seats: 3, taken: 2 })
  })

  it('makes known what other streams rest on, so that nothing takes it from them', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p', undefined, undefined, day('2018-05-01')))
    await executed(runtime, openShow('s', 1))
    await executed(runtime, reserveSeat('s', 'p'))
    await runtime.settle()
    const refused = await execute(runtime, leaveClub('p', day('2018-06-01')))
    expect(refused).toMatchObject(
      E.left({ rejection: { rule: 'later-entries', blocked: [{ stream: 'show-s', event: 'SeatReserved' }] } }),
    )
    expect(await typesOf(runtime.storage, 'person-p')).toEqual(['PersonJoined', 'TicketTaken'])
  })
})

it('reports counts to an observer, never values', async () => {
  const observations: EngineObservation[] = []
  const runtime = openRuntime(openMemory(), { observe: (observation) => observations.push(observation) })
  await executed(runtime, joinClub('grey-goose', '530102', 'Grey Goose'))
  await executed(runtime, openShow('s', 1))
  await executed(runtime, reserveSeat('s', 'grey-goose'))
  await rejectedBy(runtime, reserveSeat('s', 'grey-gander'))
  await runtime.settle()
  expect(observations.map(({ kind }) => kind)).toEqual([
    ...['appended', 'executed', 'appended', 'executed', 'appended', 'executed'],
    ...['executed', 'appended', 'executed', 'reacted'],
  ])
  expect(observations).toContainEqual(
    expect.objectContaining({ outcome: 'Rejected', rule: 'H2', type: 'ReserveSeat', events: 0 }),
  )
  expect(observations.at(-1)).toMatchObject({ kind: 'reacted', causes: 1, commands: 1, refused: 0 })
  expect(JSON.stringify(observations)).not.toMatch(/grey|530102/i)
})
