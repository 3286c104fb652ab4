// What storage adapters share: @skein/engine/storage.

import { setTimeout as sleep } from 'node:timers/promises'
import { Misconfigured } from '@skein/kernel'
import { describe, expect, it, vi } from 'vitest'
import { openMemory } from '../src/memory/open.js'
import type { Generation, StoredEvent } from '../src/ports/index.js'
import { StorageError } from '../src/ports/index.js'
import {
  AppendNotifier,
  appendErrorOf,
  backoffMs,
  CloseGuard,
  checkedEvents,
  closedText,
  decimalPositions,
  firstRevisionAfter,
  followLog,
  generationOf,
  interruptible,
  pageOf,
  promotionOf,
  repeatedAppend,
  retryUntil,
  WriteError,
} from '../src/storage/index.js'

const event = (revision: number): StoredEvent => ({
  stream: 's',
  revision,
  position: String(revision + 1),
  eventId: '00000000-0000-8000-8000-000000000000',
  hash: String(revision).padStart(64, '0'),
  type: 'Happened',
  schemaVersion: 1,
  data: '{}',
  metadata: '{}',
})

describe('CloseGuard', () => {
  it('waits for running operations, also for those that they start, then releases once', async () => {
    const guard = new CloseGuard(closedText('the store'))
    const log: string[] = []
    const operation = guard.run(async () => {
      await sleep(5)
      log.push('operation')
    })
    const release = () => {
      log.push('release')
    }
    const closed = [guard.close(release), guard.close(release)]
    expect([guard.isClosed, guard.closing.aborted]).toEqual([true, true])
    await Promise.all([operation, ...closed])
    expect(log).toEqual(['operation', 'release'])
  })

  it('refuses operations after close, in both languages, and waits for failing ones', async () => {
    const guard = new CloseGuard(closedText('the store'))
    const failing = guard.run(() => Promise.reject(new Error('failed')))
    const closed = guard.close()
    await expect(failing).rejects.toThrow('failed')
    await closed
    const error = guard.closedError()
    expect(error).toMatchObject({ fault: 'closed', message: 'the store was closed; open it again.' })
    expect(error.text.zh).toContain('the store')
    await expect(guard.run(async () => 1)).rejects.toMatchObject({ fault: 'closed' })
    expect(() => guard.assertOpen()).toThrow(StorageError)
  })

  it('reports the error of the release to every caller of close', async () => {
    const guard = new CloseGuard(closedText('the store'))
    const release = () => Promise.reject(new Error('disk'))
    await expect(guard.close(release)).rejects.toThrow('disk')
    await expect(guard.close()).rejects.toThrow('disk')
  })
})

describe('retryUntil', () => {
  const options = { timeoutMs: 1_000, isTransient: () => true, pauseMs: () => 0 }

  it('retries transient errors, and returns the first success', async () => {
    let attempts = 0
    const attempt = () => {
      if (++attempts < 3) throw new Error('busy')
      return attempts
    }
    expect(await retryUntil(attempt, options)).toBe(3)
  })

  it('throws other errors at once, and the last transient one when the time is over', async () => {
    let attempts = 0
    const attempt = async () => {
      throw new Error(`attempt ${++attempts}`)
    }
    await expect(retryUntil(attempt, { ...options, isTransient: () => false })).rejects.toThrow('attempt 1')
    await expect(retryUntil(attempt, { ...options, timeoutMs: 0 })).rejects.toThrow('attempt 2')
    await expect(retryUntil(attempt, { ...options, timeoutMs: 20, pauseMs: () => 5 })).rejects.toThrow('attempt')
    expect(attempts).toBeGreaterThan(3)
  })

  it('ends in time although the clock of the machine is set back an hour', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const attempt = async () => {
      vi.setSystemTime(Date.now() - 3_600_000)
      throw new Error('busy')
    }
    await expect(retryUntil(attempt, { ...options, timeoutMs: 20, pauseMs: () => 5 })).rejects.toThrow('busy')
    vi.useRealTimers()
  })

  it('pauses at random below a limit that doubles', () => {
    for (const retry of [0, 1, 5, 50]) {
      const limit = Math.min(100, 10 * 2 ** retry)
      const pauses = Array.from({ length: 200 }, () => backoffMs(retry, { firstMs: 10, longestMs: 100 }))
      expect(Math.max(...pauses)).toBeLessThan(limit)
      expect(Math.max(...pauses) - Math.min(...pauses)).toBeGreaterThan(limit / 2)
    }
  })
})

describe('AppendNotifier', () => {
  const { signal } = new AbortController()

  it('runs its watcher only while a reader waits', async () => {
    const calls: string[] = []
    let announce = () => {}
    const notifier = new AppendNotifier((notify) => {
      announce = notify
      return { start: () => calls.push('start'), stop: () => calls.push('stop') }
    })
    const readers = [notifier.after(0, signal), notifier.after(0, signal)]
    expect(notifier.hasWaiting).toBe(true)
    announce()
    await Promise.all(readers)
    expect(calls).toEqual(['start', 'start', 'stop'])
    expect([notifier.hasWaiting, notifier.notifications]).toEqual([false, 1])
  })

  it('does not wait for a notification that has come already, or after the signal', async () => {
    const notifier = new AppendNotifier()
    const { notifications } = notifier
    notifier.notify()
    await notifier.after(notifications, signal)
    await notifier.after(notifier.notifications, AbortSignal.abort())
    const stop = new AbortController()
    const waiting = notifier.after(notifier.notifications, stop.signal)
    stop.abort()
    await waiting
  })
})

describe('a subscription', () => {
  const numberedLog = (events: StoredEvent[], notifier: AppendNotifier) => ({
    end: async (position: number) => ({
      head: events.length,
      headHash: events.at(-1)?.hash,
      hash: events[position - 1]?.hash,
    }),
    async *pages(after: number, until: number) {
      yield events.slice(after, until)
    },
    get notifications() {
      return notifier.notifications
    },
    waitForAppend: (notifications: number, _: number, signal: AbortSignal) => notifier.after(notifications, signal),
  })

  it('returns stored and then new events, and ends when its signal aborts', async () => {
    const [events, notifier, stop] = [[event(0), event(1)], new AppendNotifier(), new AbortController()]
    const read: number[] = []
    for await (const page of followLog(1, numberedLog(events, notifier), stop.signal)) {
      read.push(...page.map(({ revision }) => revision))
      if (read.length === 3) stop.abort()
      events.push(event(events.length))
      notifier.notify()
    }
    expect(read).toEqual([1, 2, 3])
  })

  it.each([
    ['shorter', 1],
    ['as long', 3],
    ['longer', 5],
  ])('throws where the log lost what was read of it, and is %s now', async (_case, length) => {
    const [events, notifier] = [[event(0), event(1), event(2)], new AppendNotifier()]
    const read: StoredEvent[] = []
    const following = (async () => {
      for await (const page of followLog(1, numberedLog(events, notifier), new AbortController().signal))
        read.push(...page)
    })()
    following.catch(() => undefined)
    await expect.poll(() => read.length).toBe(2)
    // a failover: the last two are lost, others took their place
    const others = Array.from({ length: length - 1 }, (_, index) => ({ ...event(index + 1), hash: 'f'.repeat(64) }))
    events.splice(1, 2, ...others)
    notifier.notify()
    await expect(following).rejects.toMatchObject({ fault: 'diverged', message: expect.stringContaining('failover') })
    expect(read).toEqual([event(1), event(2)])
  })

  it('ends a pending `next()` when its reader returns', async () => {
    const log = numberedLog([], new AppendNotifier())
    const subscription = interruptible(new AbortController().signal, (stop) => followLog(0, log, stop))
    const iterator = subscription[Symbol.asyncIterator]()
    const pending = iterator.next()
    await iterator.return?.()
    expect(await pending).toEqual({ done: true, value: undefined })
  })
})

describe('an append', () => {
  it('is recognised as a repeated one by all its event ids', () => {
    const stored = [event(0), event(1)]
    expect(repeatedAppend(stored, stored)).toEqual({ revision: 1, position: '2' })
    expect(repeatedAppend([event(0)], stored)).toEqual({ revision: 0, position: '1' })
    expect(repeatedAppend([event(0), event(7)], stored)).toBeUndefined()
    expect(repeatedAppend([...stored, event(2)], stored)).toBeUndefined()
    expect([firstRevisionAfter('none'), firstRevisionAfter(3)]).toEqual([0, 4])
  })

  it('throws on input that no store can keep', () => {
    const { append } = checkedEvents(openMemory().events)
    expect(() => append('s', [], 'none')).toThrow('at least one event')
    expect(() => append('', [event(0)], 'none')).toThrow('a name of the stream')
    expect(() => append('s', [{ ...event(0), type: '' }], 'none')).toThrow('a type of each event')
    expect(() => append('s', [{ ...event(0), hash: 'F'.repeat(64) }], 'none')).toThrow('64 hex digits')
    expect(() => append('s', [{ ...event(0), data: '\ud800' }], 'none')).toThrow('surrogate')
    expect(() => append('\ud800', [event(0)], 'none')).toThrow('surrogate')
  })

  it.each([0, -1, 1.5, Number.NaN])('reads no batches of %d events', (batchSize) => {
    const events = checkedEvents(openMemory().events)
    const { signal } = new AbortController()
    for (const read of [
      () => events.readAll({ batchSize }),
      () => events.readStream('s', { batchSize }),
      () => events.subscribe({ batchSize, signal }),
    ])
      expect(read).toThrow(Misconfigured)
  })

  it.each([0, -1, 1.5, Number.NaN])('lists no page of %d entries', async (limit) => {
    const { readModels } = openMemory()
    const { id } = await readModels.begin('p', 1)
    await expect(readModels.list(id, 'doc', { limit })).rejects.toThrow(/`limit` is .* Expected a whole number/)
  })

  it('answers a storage error as unavailable, and throws any other error again', () => {
    const error = new StorageError('full', { en: 'no room', zh: '空间不足' })
    expect(appendErrorOf(error)).toMatchObject({ _tag: 'Unavailable', written: 'no', cause: error })
    expect(appendErrorOf(new WriteError(error, 'unknown'))).toMatchObject({
      written: 'unknown',
      cause: { text: error.text },
    })
    expect(() => appendErrorOf(new TypeError('a bug'))).toThrow('a bug')
  })
})

it('decimal positions compare as numbers; any other text is refused', () => {
  const { parsePosition, comparePositions } = decimalPositions('SQLite')
  expect(['10', '9'].sort(comparePositions)).toEqual(['9', '10'])
  for (const position of ['', 'abc', '-1', '1.5', '1/2', '99999999999999999999'])
    expect(() => parsePosition(position)).toThrow(expect.objectContaining({ fault: 'missing' }))
})

describe('promotion of a generation', () => {
  const generation = (state: Generation['state'], checkpoint: string | null): Generation =>
    generationOf({
      id: '1',
      projection: 'p',
      version: 1,
      state,
      into: null,
      bounds: '',
      checkpoint,
      checkpointHash: null,
      events: 0,
      startedAt: '',
      updatedAt: '',
    })
  const { comparePositions } = decimalPositions('SQLite')

  it.each<[title: string, candidate: Generation, live: Generation | undefined, result: string]>([
    ['is done if it is live already', generation('live', '1'), undefined, 'done'],
    ['needs no live generation', generation('building', null), undefined, 'promote'],
    ['is refused behind the live one', generation('building', '9'), generation('live', '10'), 'behind'],
    [
      'is refused before its first checkpoint if the live one has one',
      generation('building', null),
      generation('live', '1'),
      'behind',
    ],
    ['replaces a live one at the same checkpoint', generation('building', '10'), generation('live', '10'), 'promote'],
    ['replaces a live one without checkpoint', generation('building', null), generation('live', null), 'promote'],
  ])('%s', (_, candidate, live, result) => expect(promotionOf(candidate, live, comparePositions)).toBe(result))

  it.each(['named', 'retired'] as const)('throws for one that is %s', (state) =>
    expect(() => promotionOf(generation(state, null), undefined, comparePositions)).toThrow('Only a building'),
  )
})

it('a page holds the entries of its prefix, and a cursor if there are more', () => {
  const rows = ['a1', 'a2', 'a3', 'b1'].map((key) => [key, 'v'] as const)
  const keys = (options: Parameters<typeof pageOf>[1]) => {
    const { items, cursor } = pageOf(rows, options)
    return [items.map(({ key }) => key).join(' '), cursor]
  }
  expect(keys({ prefix: 'a', limit: 2 })).toEqual(['a1 a2', 'a2'])
  expect(keys({ prefix: 'a', limit: 3 })).toEqual(['a1 a2 a3', undefined])
  expect(keys({ limit: 0 })).toEqual(['a1', 'a1'])
})
