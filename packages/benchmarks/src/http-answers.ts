// P15, P16: what a request without a token costs, and what a body costs, in process.
import { domain } from '@skein/core'
import { createRuntime, openMemory } from '@skein/engine'
import { createHttpApi, issueToken, jwtAuth } from '@skein/http'
import { Hono } from 'hono'
import type { Bench, Lab } from './bench.ts'
import { type Body, bodies, records } from './http-bodies.ts'
import { masterKey } from './journeys.ts'
import { compare, type Measured, summed } from './measure.ts'
import { secret } from './serve-process.ts'

const origin = 'http://localhost'
const unlimited = { requestsPerSecond: 1e9, burst: 1e9, anonymousRequestsPerSecond: 1e9, anonymousBurst: 1e9 }

const createApi = () =>
  createHttpApi({
    runtime: createRuntime(domain, openMemory(), { masterKey }),
    auth: jwtAuth({ secret }),
    limits: unlimited,
  })

const unauthenticated = (lab: Lab): Promise<Measured> => {
  const requests = lab.isSmoke ? 50 : 5000
  const api = createApi()
  const bare = new Hono()
  bare.use('/v1/*', async (context) => context.json({ status: 401 }, 401))
  const microseconds = (fetch: (request: Request) => Response | Promise<Response>) => async () => {
    const sent = Array.from({ length: requests }, () => new Request(`${origin}/v1/rules`))
    return cpuTime(requests, async (index) => await (await fetch(sent[index] ?? new Request(origin))).text())
  }
  return compare(
    lab.rounds,
    microseconds((request) => api.fetch(request, { address: '192.0.2.1' })),
    microseconds((request) => bare.fetch(request)),
  )
}

const largeBodies = async (lab: Lab): Promise<Measured> => {
  const calls = lab.isSmoke ? 3 : 30
  const api = createApi()
  const token = await issueToken(secret, { subject: 'bench', role: 'county', division: '*' })
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const answer = async ({ text }: Body) => {
    const request = new Request(`${origin}/v1/commands/CountPoverty`, { method: 'POST', headers, body: text })
    const response = await api.fetch(request)
    await response.text()
    if (response.status !== 400) throw new Error(`a body was answered with ${response.status}`)
  }
  const rounds = new Map<string, { readonly ours: number; readonly theirs: number }[]>()
  for (let round = 0; round <= lab.rounds; round += 1) {
    // what is no JSON is compared with JSON as long
    const floor = await cpuTime(calls, () => JSON.parse(records))
    for (const body of bodies) {
      const theirs = Math.max(floor, await cpuTime(calls, () => JSON.parse(body.valid)))
      const ours = await cpuTime(calls, () => answer(body))
      if (round > 0) rounds.set(body.name, [...(rounds.get(body.name) ?? []), { ours, theirs }])
    }
  }
  const kinds = [...rounds].map(([name, of]) => ({ name, measured: summed(of) }))
  kinds.sort((a, b) => b.measured.ratio - a.measured.ratio)
  for (const { name, measured } of kinds.slice(0, 5)) lab.report(`  ${name}: ${measured.ratio.toFixed(2)}`)
  const [worst] = kinds
  if (worst === undefined) throw new Error('no body was measured')
  return worst.measured
}

/** The processor time of one call, in microseconds: other load on the machine does not count, as it would by a clock. */
const cpuTime = async (calls: number, work: (index: number) => unknown): Promise<number> => {
  const before = process.cpuUsage()
  for (let call = 0; call < calls; call += 1) await work(call)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

export const httpAnswers: readonly Bench[] = [
  {
    id: 'P15',
    what: 'a request without a token ÷ a bare 401 of hono',
    goal: 3,
    bound: 'atMost',
    unit: 'microseconds of processor time',
    run: unauthenticated,
  },
  {
    id: 'P16',
    what: 'a command of 64 kB, valid JSON or not, the worst of the kinds ÷ `JSON.parse` of such JSON as long',
    goal: 5,
    bound: 'atMost',
    unit: 'microseconds of processor time',
    run: largeBodies,
  },
]
