// Random requests that mostly get past authorisation: examples with some fields changed, from callers that may send them,
// and reads of what exists. SKEIN_FUZZ sets how many (default 1,500; 20,000 in the long run).

import type { Storage } from '@skein/engine'
import { isHistoryEvent } from '@skein/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { request, setUp, storageWithExamples } from './fixture.js'
import {
  amendmentRequest,
  bundleRequest,
  callers,
  commandRequest,
  type FuzzedEntry,
  type FuzzedRequest,
  readRequest,
} from './fuzzed-requests.js'
import { answerValidator, contractOf, operationsOf } from './openapi.js'

const runs = Number(process.env.SKEIN_FUZZ ?? 1500)
/** A request that takes longer counts as hanging. */
const timeoutMs = 10_000
/** Requests after which read models and processes follow. */
const settleEvery = 100

/** What was recorded: the events of the command, and what it changed besides if it is about an earlier day. */
interface CommandAnswer {
  readonly events: readonly unknown[]
  readonly consequences?: readonly unknown[]
  readonly plan?: {
    readonly streams: readonly {
      readonly entries: readonly {
        readonly kind: string
        readonly events: readonly unknown[]
        readonly about?: object
      }[]
    }[]
  }
}

/** How many events an answer says were recorded at once: with all that a plan has, or before the processes follow. */
const recordedBy = ({ events, consequences = [], plan }: CommandAnswer): readonly number[] => {
  const own = events.length + consequences.length
  const planned = plan?.streams.flatMap(({ entries }) => entries) ?? []
  const isReplacement = (kind: string, about: object | undefined) =>
    about !== undefined && (kind === 'entered' || kind === 'recomputed')
  return [own, planned.reduce((sum, one) => sum + one.events.length + (isReplacement(one.kind, one.about) ? 1 : 0), 0)]
}

interface BundledAnswer {
  readonly status: number
  readonly replayed?: boolean
  readonly result?: CommandAnswer
}

/** Commands of one stream share what their append changes besides. */
const assertRecorded = (results: readonly BundledAnswer[], recorded: number): void => {
  const events = results.flatMap(({ replayed, result }) => (replayed === false ? (result?.events ?? []) : []))
  expect(recorded).toBeGreaterThanOrEqual(events.length)
  if (events.length === 0) expect(recorded).toBe(0)
}

const entriesOf = async ({ events }: Storage): Promise<readonly FuzzedEntry[]> => {
  const entries: FuzzedEntry[] = []
  for await (const batch of events.readAll())
    for (const event of batch) if (!isHistoryEvent(event)) entries.push({ ...event, data: JSON.parse(event.data) })
  return entries
}

it(`answers ${runs} requests, most of them past authorisation, without 5xx or hanging, and as the contract says`, async () => {
  const storage = await storageWithExamples()
  const { api, runtime } = setUp({}, storage)
  const contract = await contractOf(api)
  const violationsOf = answerValidator(contract)
  const tokens = await callers()
  const operations = operationsOf(contract)
  const commands = operations.filter(({ path }) => path.startsWith('/v1/commands/'))
  const reads = operations.filter(({ path, method }) => path.startsWith('/v1/') && method === 'GET')
  const amendments = operations.filter(({ path }) => path === '/v1/annul' || path === '/v1/correct')
  const bundles = operations.filter(({ path }) => path === '/v1/commands')
  expect([amendments.length, bundles.length]).toEqual([2, 1])
  const { schemas } = contract.components
  const entries = await entriesOf(storage)
  const requests = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(...commands).chain((one) => commandRequest(one, schemas, tokens)),
    },
    { weight: 2, arbitrary: fc.constantFrom(...reads).chain((one) => readRequest(one, tokens)) },
    { weight: 1, arbitrary: fc.constantFrom(...amendments).chain((one) => amendmentRequest(one, entries, tokens)) },
    { weight: 1, arbitrary: fc.constantFrom(...bundles).chain((one) => bundleRequest(one, commands, schemas, tokens)) },
  )
  const statuses = new Map<number, number>()
  const answersOf = async (fuzzed: FuzzedRequest): Promise<Response> => {
    const response = await Promise.race([
      request(api, fuzzed.path, fuzzed),
      new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), timeoutMs).unref()),
    ])
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
    expect([fuzzed.path, response.status < 500]).toEqual([fuzzed.path, true])
    expect(await violationsOf(fuzzed.operation, response.clone())).toEqual([])
    return response
  }
  let sent = 0
  await fc.assert(
    fc.asyncProperty(requests, async (fuzzed) => {
      const before = (await storage.events.count()) ?? 0
      const response = await answersOf(fuzzed)
      const recorded = ((await storage.events.count()) ?? 0) - before
      if (fuzzed.body !== undefined && response.status === 200 && !fuzzed.path.includes('dryRun=true')) {
        // boundary: just validated
        const answer = (await response.json()) as CommandAnswer & { readonly results?: readonly BundledAnswer[] }
        if (answer.results !== undefined) assertRecorded(answer.results, recorded)
        else if (response.headers.has('idempotent-replayed')) expect(recorded).toBe(0)
        else expect(recordedBy(answer)).toContain(recorded)
      } else expect(recorded).toBe(0)
      // the next page is within the contract too
      const next = /<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1]
      if (next !== undefined) await answersOf({ ...fuzzed, path: next })
      sent += 1
      if (sent % settleEvery === 0) await runtime.settle()
    }),
    { numRuns: runs, endOnFailure: true },
  )
  const share = (...wanted: readonly number[]) =>
    wanted.reduce((sum, status) => sum + (statuses.get(status) ?? 0), 0) /
    [...statuses.values()].reduce((a, b) => a + b)
  const shares = Object.fromEntries([...statuses].sort().map(([status]) => [status, share(status).toFixed(3)]))
  expect([shares, share(401, 403, 406) < 0.3, share(200) > 0.15]).toEqual([shares, true, true])
  if (runs > 1500) console.log(JSON.stringify(shares))

  // what was recorded can be read: every document of every read model
  await runtime.settle()
  for (const read of reads.filter(({ path }) => path.startsWith('/v1/projections/') && !path.includes('{')))
    await answersOf({
      operation: read,
      method: 'GET',
      path: `${read.path}?limit=1000`,
      token: tokens.get('county') ?? '',
    })
}, 3_600_000)
