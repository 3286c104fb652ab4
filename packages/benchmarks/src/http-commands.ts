// P14: commands over HTTP compared with `execute` in process, by as many callers on as many streams.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { issueToken } from '@skein/http'
import { openSqlite } from '@skein/storage-sqlite'
import autocannon from 'autocannon'
import type { Bench, Lab } from './bench.ts'
import { execute, journeyId, recordScale, township, withJourneys } from './journeys.ts'
import { compare, perSecond } from './measure.ts'
import { secret, startServe } from './serve-process.ts'

const callers = 64
const idempotencyKey = () => ({ 'Idempotency-Key': randomUUID() })

const run = async (lab: Lab) => {
  const seconds = lab.isSmoke ? 1 : 3
  const calls = lab.isSmoke ? 5 : 300
  const [served, file] = ['served.db', 'in-process.db'] as const
  const writer = await openSqlite({ path: join(lab.folder, served) })
  await withJourneys(writer, callers)
  await writer.close()
  const storage = await openSqlite({ path: join(lab.folder, file) })
  const runtime = await withJourneys(storage, callers)
  const server = await startServe(lab.folder, served)
  // not of all divisions: that its journey lies within the caller's is part of a command
  const token = await issueToken(secret, { subject: 'bench', role: 'township', division: township })
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  let quantity = 100
  const nextCommand = () => {
    quantity += 1
    return recordScale(journeyId(quantity % callers), quantity)
  }
  const setupRequest = (request: object) => {
    const { type, data } = nextCommand()
    const body = JSON.stringify(data)
    return {
      ...request,
      method: 'POST' as const,
      path: `/v1/commands/${type}`,
      headers: { ...headers, ...idempotencyKey() },
      body,
    }
  }
  const overHttp = async () => {
    const options = { url: server.url, connections: callers, duration: seconds, requests: [{ setupRequest }] }
    const { errors, timeouts, non2xx, '2xx': answered } = await autocannon(options)
    if (errors + timeouts + non2xx > 0) throw new Error(`${errors} errors, ${timeouts} time-outs, ${non2xx} not 2xx`)
    return answered / seconds
  }
  const inProcess = () =>
    perSecond(async () => {
      const caller = async (index: number) => {
        for (let call = 0; call < calls; call += 1) {
          quantity += 1
          await execute(runtime, recordScale(journeyId(index), quantity))
        }
      }
      await Promise.all(Array.from({ length: callers }, (_, index) => caller(index)))
      return callers * calls
    })
  try {
    return await compare(lab.rounds, overHttp, inProcess)
  } finally {
    await server.stop()
    await storage.close()
  }
}

export const httpCommands: Bench = {
  id: 'P14',
  what: 'RecordScale to `skein serve` on SQLite, 64 connections ÷ `execute` in process, 64 callers',
  goal: 0.25,
  bound: 'atLeast',
  unit: 'commands a second',
  run,
}
