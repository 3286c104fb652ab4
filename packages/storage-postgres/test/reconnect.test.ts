import type { StoredEvent } from '@skein/engine'
import { sampleEvent } from '@skein/tooling/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { startProxy } from './proxy.js'
import { startServer, type TestServer } from './server.js'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const revisions = async (batches: AsyncIterable<readonly StoredEvent[]>) => {
  const found: number[] = []
  for await (const batch of batches) found.push(...batch.map(({ revision }) => revision))
  return found
}

it('retries on a new connection when its connections break', async () => {
  const proxy = await startProxy(server.url)
  const storage = await openPostgres({ url: proxy.url, schema: server.freshSchema() })
  const { events, readModels, keys } = storage
  for (let turn = 0; turn < 5; turn++) {
    proxy.cut()
    expect(await events.append('s', [sampleEvent(`${turn}`)], turn === 0 ? 'none' : turn - 1)()).toMatchObject({
      right: { revision: turn, position: `${turn + 1}` },
    })
    proxy.cut()
    expect(await revisions(events.readStream('s'))).toHaveLength(turn + 1)
    proxy.cut()
    expect((await readModels.begin(`p${turn}`, 1)).state).toBe('building')
    proxy.cut()
    expect(await keys.add(`${turn}`, { keyId: 'k', wrapped: 'w' })).toEqual({ keyId: 'k', wrapped: 'w' })
  }
  await storage.close()
  await proxy.close()
})

it('finds out by itself whether an append was written when the answer is lost', async () => {
  const proxy = await startProxy(server.url)
  const storage = await openPostgres({ url: proxy.url, schema: server.freshSchema() })
  const { events } = storage
  proxy.fault = 'cutAfterOnce'
  const answers = await Promise.all(['a', 'b'].map((stream) => events.append(stream, [sampleEvent('1')], 'none')()))
  expect(answers).toMatchObject([{ right: { revision: 0 } }, { right: { revision: 0 } }])
  expect(await revisions(events.readAll())).toEqual([0, 0])
  await storage.close()
  await proxy.close()
})

it('answers `unknown` when the outcome cannot be found out, and the original result when the append is repeated', async () => {
  const proxy = await startProxy(server.url)
  const storage = await openPostgres({ url: proxy.url, schema: server.freshSchema(), retryTimeoutMs: 30 })
  const { events } = storage
  const append = events.append('s', [sampleEvent('1'), sampleEvent('2')], 'none')
  proxy.fault = 'cutAfter'
  expect(await append()).toMatchObject({ left: { _tag: 'Unavailable', written: 'unknown' } })
  expect(await append()).toMatchObject({ left: { _tag: 'Unavailable', written: 'no' } })
  proxy.fault = undefined
  expect(await revisions(events.readAll())).toEqual([0, 1])
  expect(await append()).toMatchObject({ right: { revision: 1, position: '2' } })
  expect(await revisions(events.readAll())).toEqual([0, 1])
  await storage.close()
  await proxy.close()
})

it('applies a commit of a read model once, and reports the lost answer', async () => {
  const proxy = await startProxy(server.url, 'advanced AS (')
  const storage = await openPostgres({ url: proxy.url, schema: server.freshSchema() })
  const { readModels } = storage
  const { id } = await readModels.begin('journeyFunnel', 1)
  const puts = [{ space: 'doc' as const, key: 'base:b1', value: '1' }]
  const commit = () => readModels.commit(id, { from: undefined, to: '7', events: 7, puts, deletes: [] })
  proxy.fault = 'cutAfterOnce'
  await expect(commit()).rejects.toMatchObject({ fault: 'unavailable', written: 'unknown' })
  expect(await readModels.generations()).toMatchObject([{ checkpoint: '7', events: 7 }])
  expect(await commit()).toBe('stale')
  await storage.close()
  await proxy.close()
})

it.each([true, false])(
  'followers go on after the last event they read when connections break (listen: %s)',
  async (listen) => {
    const proxy = await startProxy(server.url)
    const schema = server.freshSchema()
    const storage = await openPostgres({ url: proxy.url, schema, listen })
    const other = await openPostgres({ url: server.url, schema })
    const stop = new AbortController()
    const read: number[] = []
    let wake = () => {}
    const following = (async () => {
      for await (const batch of storage.events.subscribe({ signal: stop.signal })) {
        read.push(...batch.map(({ revision }) => revision))
        wake()
      }
    })()
    for (let turn = 0; turn < 4; turn++) {
      const nextBatch = new Promise<void>((resolve) => {
        wake = resolve
      })
      await other.events.append('s', [sampleEvent(`${turn}`)], turn === 0 ? 'none' : turn - 1)()
      await nextBatch
      proxy.cut()
    }
    stop.abort()
    await following
    expect(read).toEqual([0, 1, 2, 3])
    await storage.close()
    await other.close()
    await proxy.close()
  },
)
