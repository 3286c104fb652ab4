import type { StoredEvent } from '@skein/engine'
import { sampleEvent } from '@skein/tooling/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { startServer, type TestServer } from './server.js'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

it('finds no stream under a name that PostgreSQL cannot hold, and reads others at the same time', async () => {
  const storage = await openPostgres({ url: server.url, schema: server.freshSchema() })
  const { events } = storage
  await events.append('stream-1', [sampleEvent('1')], 'none')()
  const read = async (stream: string, direction: 'forwards' | 'backwards') => {
    const found: StoredEvent[] = []
    for await (const batch of events.readStream(stream, { direction })) found.push(...batch)
    return found.length
  }
  const names = ['stream-1', '\0', 'stream-1', 'stream-\0', 'stream-1']
  for (const direction of ['forwards', 'backwards'] as const)
    expect(await Promise.all(names.map((name) => read(name, direction)))).toEqual([1, 0, 1, 0, 1])
  await storage.close()
  await expect(read('\0', 'forwards')).rejects.toMatchObject({ fault: 'closed' })
})
