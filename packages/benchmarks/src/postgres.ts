// P4, P8: PostgreSQL compared with Emmett on the same server.
import { rawSql } from '@event-driven-io/dumbo'
import type { Event } from '@event-driven-io/emmett'
import {
  getPostgreSQLEventStore,
  postgreSQLRawSQLProjection,
  rebuildPostgreSQLProjections,
} from '@event-driven-io/emmett-postgresql'
import { domain } from '@skein/core'
import { codecOf, rebuild, type StoredEvent } from '@skein/engine'
import { openPostgres } from '@skein/storage-postgres'
import pg from 'pg'
import type { Bench, Lab } from './bench.ts'
import { copyJourneys, recordScaleIn } from './emmett-journeys.ts'
import { copy, logOf } from './events.ts'
import { execute, journeyId, recordScale, withJourneys } from './journeys.ts'
import { compare, type Measured, perSecond } from './measure.ts'
import { startPostgres } from './postgres-server.ts'
import { openLog } from './work-log.ts'

/** With more events the peer would take too long. */
const maxEvents = 50_000
const callers = 16

const projections = domain.projections.filter(({ name }) => name === 'journeyFunnel')
const funnelTypes = projections.flatMap(({ reads }) => reads)

/** Counts people by stage in the way of the peer, an upsert an event. Each rebuild needs a new name: one of a known name does nothing. */
const peerFunnel = (table: string) =>
  postgreSQLRawSQLProjection<Event>({
    name: table,
    canHandle: [...funnelTypes],
    evolve: ({ type }) =>
      rawSql(
        `INSERT INTO ${table} (stage, people) VALUES ('${type}', 1)
         ON CONFLICT (stage) DO UPDATE SET people = ${table}.people + 1`,
      ),
    init: () => rawSql(`CREATE TABLE IF NOT EXISTS ${table} (stage TEXT PRIMARY KEY, people INTEGER NOT NULL)`),
  })

/** The number of events that the peer counted, in all stages together. */
const countedBy = async (url: string, table: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ people: string }>(`SELECT sum(people) AS people FROM ${table}`)
    return Number(rows[0]?.people)
  } finally {
    await client.end()
  }
}

const rebuilding = async (lab: Lab): Promise<Measured> => {
  const events = Math.min(lab.events, lab.isSmoke ? 2_000 : maxEvents)
  const server = await startPostgres()
  const log = await openLog(await logOf(lab.events, lab.report))
  const storage = await openPostgres({ url: await server.freshDatabase() })
  const peerUrl = await server.freshDatabase()
  const peer = getPostgreSQLEventStore(peerUrl)
  try {
    lab.report(`copying ${events} events to both …`)
    await copy(log.events, storage.events, events)
    await copyToPeer(storage.events.readAll(), peer)
    const expected = await storage.events.count({ types: funnelTypes })
    let round = 0
    const ours = async () => {
      const report = await rebuild({ ...domain, projections, views: [] }, storage)
      if (!report.ok || report.events !== expected) throw new Error('the rebuild failed')
      return events
    }
    const theirs = async () => {
      round += 1
      const table = `funnel_${round}`
      const figure = await perSecond(async () => {
        const consumer = rebuildPostgreSQLProjections({
          connectionString: peerUrl,
          projections: [peerFunnel(table)],
          pulling: { batchSize: 1000, pullingFrequencyInMs: 0 },
        })
        await consumer.start()
        await consumer.close()
        return events
      })
      const counted = await countedBy(peerUrl, table)
      if (counted !== expected) throw new Error(`the peer counted ${counted} events, not ${expected}`)
      return figure
    }
    return await compare(lab.rounds, () => perSecond(ours), theirs)
  } finally {
    await peer.close()
    await storage.close()
    await log.close()
    await server.stop()
  }
}

const { decode } = codecOf(domain)

/** Appends one after another: the peer's rebuild skips some events of concurrent appends. */
const copyToPeer = async (
  pages: AsyncIterable<readonly StoredEvent[]>,
  peer: ReturnType<typeof getPostgreSQLEventStore>,
): Promise<void> => {
  for await (const page of pages)
    for (const [stream, events] of Map.groupBy(page, ({ stream }) => stream)) {
      // sound: an event is `{ type, data }` in both libraries
      const decoded = events.map(decode) as unknown as Event[]
      await peer.appendToStream(stream, decoded)
    }
}

const executing = async (lab: Lab): Promise<Measured> => {
  const calls = lab.isSmoke ? 32 : 800
  const journeys = calls * (lab.rounds + 1)
  const server = await startPostgres()
  const storage = await openPostgres({ url: await server.freshDatabase(), poolSize: callers })
  const peerUrl = await server.freshDatabase()
  const pool = new pg.Pool({ connectionString: peerUrl, max: callers })
  // the server stops while connections of the peer are still closing
  pool.on('error', () => undefined)
  const peer = getPostgreSQLEventStore(peerUrl, { connectionOptions: { pool } })
  try {
    const runtime = await withJourneys(storage, journeys)
    await copyJourneys(storage.events, peer, journeys)
    const side = (record: (index: number) => Promise<void>) => {
      let next = 0
      return () =>
        perSecond(async () => {
          const end = next + calls
          const call = async () => {
            while (next < end) {
              next += 1
              await record(next - 1)
            }
          }
          await Promise.all(Array.from({ length: callers }, call))
          return calls
        })
    }
    return await compare(
      lab.rounds,
      side((index) => execute(runtime, recordScale(journeyId(index), 100))),
      side((index) => recordScaleIn(peer, index, 100)),
    )
  } finally {
    await peer.close()
    if (!pool.ended) await pool.end()
    await storage.close()
    await server.stop()
  }
}

export const postgres: readonly Bench[] = [
  {
    id: 'P4',
    what: 'rebuild of one projection on PostgreSQL ÷ Emmett’s rebuild of an equal one on the same server',
    goal: 30,
    bound: 'atLeast',
    unit: 'events of the log a second',
    run: rebuilding,
  },
  {
    id: 'P8',
    what: '`execute` on PostgreSQL on 10-event streams, 16 callers ÷ Emmett on the same server',
    goal: 2,
    bound: 'atLeast',
    unit: 'commands a second',
    run: executing,
  },
]
