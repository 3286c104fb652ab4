// One reading of the end of the log for all feeds that are open.
import { domain } from '@skein/core'
import { codecOf, createRuntime, type EventStore, openMemory, type Storage, StorageError } from '@skein/engine'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { divisionResolverOf } from '../src/access/division-resolver.js'
import { LogTail } from '../src/feed/log-tail.js'
import { masterKey, request, setUp, tokenOf } from './fixture.js'
import { SseClient } from './sse-client.js'

/** A store that counts the calls of its methods. */
const counted = (storage: Storage) => {
  const calls = new Map<string, number>()
  const events = new Proxy(storage.events, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        calls.set(String(name), (calls.get(String(name)) ?? 0) + 1)
        return Reflect.apply(value, target, args)
      }
    },
  })
  return { storage: { ...storage, events }, calls }
}

let calls: Map<string, number>
let api: ReturnType<typeof setUp>['api']
let county: string
const clients: SseClient[] = []

beforeEach(async () => {
  const counting = counted(openMemory())
  calls = counting.calls
  api = setUp({ runtime: createRuntime(domain, counting.storage, { masterKey }) }, counting.storage).api
  county = await tokenOf('county', '532329')
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.cancel()
})

const register = async (code: string) => {
  const level = code.length === 6 ? 'county' : code.length === 9 ? 'township' : 'village'
  const body = { code, level, name: 'x', on: '2018-01-01' }
  const response = await request(api, '/v1/commands/RegisterDivision', { token: county, body })
  expect(response.status).toBe(200)
}
const open = async (token: string, search = '') => {
  const client = new SseClient(
    await request(api, `/v1/events${search}`, { token, headers: { Accept: 'text/event-stream' } }),
  )
  clients.push(client)
  return client
}

describe('event feeds', () => {
  it('share one subscription, and read nothing of the log for a new event', async () => {
    await register('532329')
    const readers = await Promise.all(Array.from({ length: 40 }, () => open(county)))
    for (const reader of readers)
      expect((await reader.take(1)).map(({ subject }) => subject)).toEqual(['division-532329'])
    const waiting = readers.map((reader) => reader.take(1))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const before = new Map(calls)
    await register('532329104')
    for (const events of await Promise.all(waiting))
      expect(events.map(({ subject }) => subject)).toEqual(['division-532329104'])
    expect(calls.get('subscribe')).toBe(1)
    expect([calls.get('readAll'), calls.get('head')]).toEqual([before.get('readAll'), before.get('head')])
  })

  it('look up the division of an event once, and show each reader what lies within its own', async () => {
    await register('532329')
    const townships = await Promise.all(['532329104', '532329105'].map((code) => tokenOf('township', code)))
    const readers = await Promise.all(Array.from({ length: 20 }, (_, at) => open(townships[at % 2] ?? '')))
    const received = readers.map((reader) => reader.take(1))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const before = calls.get('readStream') ?? 0
    await register('532329104')
    await register('532329105')
    for (const [at, events] of (await Promise.all(received)).entries())
      expect(events.map(({ subject }) => subject)).toEqual([`division-${at % 2 === 0 ? '532329104' : '532329105'}`])
    // the commands read their own streams; twenty readers add nothing to that
    expect((calls.get('readStream') ?? 0) - before).toBeLessThan(10)
  })

  it('of one type are not woken by events of another, and still go on from where they are', async () => {
    await register('532329')
    const reader = await open(county, '?types=WillingCounted')
    const received = reader.take(1)
    for (let n = 0; n < 30; n += 1) await register(`532329${100 + n}`)
    const body = { code: '532329', people: 5, on: '2018-01-02' }
    await request(api, '/v1/commands/CountWilling', { token: county, body })
    expect((await received).map(({ subject }) => subject)).toEqual(['division-532329'])
  })

  it('give a reader that fell behind what the tail no longer holds, in order, each event once', async () => {
    await register('532329')
    const slow = await open(county)
    const other = await open(county)
    const codes = Array.from({ length: 2300 }, (_, at) => `532329${100_000 + at}`)
    const keepsUp = other.take(codes.length + 1)
    for (const code of codes) await register(code)
    await keepsUp
    const subjects = (await slow.take(codes.length + 1)).map(({ subject }) => subject)
    expect(subjects).toEqual(['532329', ...codes].map((code) => `division-${code}`))
  })

  it('end the subscription when the last one is closed, and begin another for the next one', async () => {
    await register('532329')
    const first = await open(county)
    await first.take(1)
    await first.cancel()
    await register('532329104')
    const second = await open(county)
    expect((await second.take(2)).map(({ subject }) => subject)).toEqual(['division-532329', 'division-532329104'])
    const third = second.take(1)
    await register('532329105')
    expect((await third).map(({ subject }) => subject)).toEqual(['division-532329105'])
    expect(calls.get('subscribe')).toBe(2)
  })
})

describe('the tail', () => {
  it('throws what ended its reading of the log at every reader, and begins again for the next one', async () => {
    const { events } = openMemory()
    const fault = new StorageError('closed', { en: 'x', zh: 'x' })
    let fails = true
    const failing: EventStore = new Proxy(events, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name)
        if (name !== 'subscribe' || !fails) return typeof value === 'function' ? value.bind(target) : value
        return () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(fault) }) })
      },
    })
    const divisions = divisionResolverOf(createRuntime(domain, openMemory(), { masterKey }), codecOf(domain))
    const tail = new LogTail(failing, divisions)
    const { signal } = new AbortController()
    const reader = tail.join(undefined, signal)
    await reader.changed()
    expect(() => tail.after(undefined, 10)).toThrow(fault)
    fails = false
    const next = tail.join(undefined, signal)
    await tail.started()
    expect(tail.after(undefined, 10)).toEqual([])
    for (const one of [reader, next]) one.leave()
  })
})
