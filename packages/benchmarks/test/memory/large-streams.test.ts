// What a process remembers of streams is bounded by bytes. SKEIN_LARGE_STREAMS is their number (default 400; 5,000 in the
// long run), of 200,000 characters each.
import { temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runWithHeap } from './run-program.ts'

/** With the least heap in which such a run ends; the whole of it needs more. */
const megabytes = process.env.SKEIN_LARGE_STREAMS === undefined ? 96 : 256
const streams = process.env.SKEIN_LARGE_STREAMS ?? '400'
const folder = temporaryFolder('large-streams')
beforeAll(folder.create)
afterAll(folder.remove)

it(`one process writes ${streams} streams of 200 kB with a heap of ${megabytes} MB`, async () => {
  const program = new URL('./children/large-streams.ts', import.meta.url)
  expect(await runWithHeap(megabytes, program, folder.freshPath(), streams, '200000')).toEqual(['done'])
}, 600_000)
