// P15, P16: what a request without a token costs, and what a body costs, in process.
import { domain } from '@skein/core'
import { createRuntime, openMemory } from '@skein/engine'
import { createHttpApi, issueToken, jwtAuth } from '@skein/http'
import { Hono } from 'hono'
import type { Bench, Lab } from './bench.ts'
import { type Body, bodies, records } from './http-bodies.ts'
import { masterKey } from './journeys.ts'
import { compare, type Measured, medianOf, summed } from './measure.ts'
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
    const startedAt = performance.now()
    for (const request of sent) await (await fetch(request)).text()
    return ((performance.now() - startedAt) * 1000) / requests
  }
  return compare(
    lab.rounds,
    microseconds((request) => api.fetch(request, { address: '192.0.2.1' })),
    microseconds((request) => bare.fetch(request)),
  )
}

const largeBodies = async (lab: Lab): Promise<Measured> => {
  const calls = lab.isSmoke ? 3 : 15
  const api = createApi()
  const token = await issueToken(secret, { subject: 'bench', role: 'county', division: '*' })
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const answer = async ({ text }: Body) => {
    const request = new Request(`${origin}/v1/commands/CountPoverty`, { method: 'POST', headers, body: text })
    const response = await api.fetch(request)
    await response.text()
    if (response.status !== 400) throw new Error(`a body was answered with ${response.status}`)
  }
  const worst: { name: string; ours: number; theirs: number }[] = []
  for (let round = 0; round <= lab.rounds; round += 1) {
    // what is no JSON is compared with JSON as long
    const floor = await median(calls, () => JSON.parse(records))
    const measured = []
    for (const body of bodies) {
      const ours = await median(calls, () => answer(body))
      measured.push({
        name: body.name,
        ours,
        theirs: Math.max(floor, await median(calls, () => JSON.parse(body.valid))),
      })
    }
    measured.sort((a, b) => b.ours / b.theirs - a.ours / a.theirs)
    for (const { name, ours, theirs } of measured.slice(0, 5))
      lab.report(`  ${name}: ${(ours / theirs).toFixed(2)} (${ours.toFixed(2)} ÷ ${theirs.toFixed(2)} ms)`)
    if (round > 0) worst.push(...measured.slice(0, 1))
  }
  return summed(worst)
}

/** The median duration, in milliseconds. */
const median = async (calls: number, work: () => unknown): Promise<number> => {
  const durations: number[] = []
  for (let call = 0; call < calls; call += 1) {
    const startedAt = performance.now()
    await work()
    durations.push(performance.now() - startedAt)
  }
  return medianOf(durations)
}

export const httpAnswers: readonly Bench[] = [
  {
    id: 'P15',
    what: 'a request without a token ÷ a bare 401 of hono',
    goal: 3,
    bound: 'atMost',
    unit: 'microseconds',
    run: unauthenticated,
  },
  {
    id: 'P16',
    what: 'a command of 64 kB, valid JSON or not, the worst of the kinds ÷ `JSON.parse` of such JSON as long',
    goal: 5,
    bound: 'atMost',
    unit: 'milliseconds',
    run: largeBodies,
  },
]
