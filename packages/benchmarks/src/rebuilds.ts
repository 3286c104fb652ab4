// P1, P2, P3: rebuilds on SQLite compared with the floor.
import { domain } from '@skein/core'
import { type ReadModelDomain, rebuild } from '@skein/engine'
import type { AnyProjection, Projection } from '@skein/kernel'
import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { Bench, Lab } from './bench.ts'
import { floor } from './floor.ts'
import { compare, perSecond } from './measure.ts'
import { openWorkLog } from './work-log.ts'

const comparedWithFloor = async (lab: Lab, name: string, choose: (database: Database.Database) => ReadModelDomain) => {
  const { storage, database, close } = await openWorkLog(lab, name)
  try {
    const chosen = choose(database)
    return await compare(
      lab.rounds,
      () =>
        perSecond(async () => {
          const report = await rebuild(chosen, storage)
          if (!report.ok) throw new Error(`the rebuild failed: ${JSON.stringify(report.findings)}`)
          return lab.events
        }),
      () => perSecond(() => floor(database)),
    )
  } finally {
    await close()
  }
}

const only = (...projections: readonly AnyProjection[]): ReadModelDomain => ({ ...domain, projections, views: [] })

const named = (name: string): ReadModelDomain => only(...domain.projections.filter((one) => one.name === name))

/** Counts the events of one type by the month in which they happened. */
const monthsOf = (type: string): AnyProjection => {
  const months: Projection<Record<string, number>, never, Readonly<Record<string, number>>> = {
    name: 'months',
    version: 1,
    reads: [type],
    row: (row = {}, { data: { on } }) => {
      const month = on.slice(0, 7)
      row[month] = (row[month] ?? 0) + 1
      return row
    },
    tallies: (row) => Object.entries(row).map(([month, count]) => [month, { count }]),
    publish: ({ tally }) => tally,
    schema: z.record(z.string(), z.number()),
  }
  // sound: the engine passes rows only to the projection that made them
  return months as unknown as AnyProjection
}

/** The event type whose share of the log is nearest to 5 %. */
const twentieth = (database: Database.Database): string => {
  const types = database
    .prepare<[], { name: string; share: number }>(
      `SELECT name, count(*) * 1.0 / (SELECT count(*) FROM events) AS share
       FROM events JOIN types ON types.id = type GROUP BY name ORDER BY abs(share - 0.05)`,
    )
    .all()
  const [nearest] = types
  if (nearest === undefined || Math.abs(nearest.share - 0.05) > 0.01)
    throw new Error('no event type makes up about 5 % of the log')
  return nearest.name
}

const unit = 'events of the log a second'

export const rebuilds: readonly Bench[] = [
  {
    id: 'P1',
    what: 'rebuild of `journeyFunnel` alone on SQLite ÷ floor',
    goal: 1,
    bound: 'atLeast',
    unit,
    run: (lab) => comparedWithFloor(lab, 'one', () => named('journeyFunnel')),
  },
  {
    id: 'P2',
    what: 'rebuild of all read models in one pass on SQLite ÷ floor',
    goal: 0.4,
    bound: 'atLeast',
    unit,
    run: (lab) => comparedWithFloor(lab, 'all', () => domain),
  },
  {
    id: 'P3',
    what: 'rebuild of a projection of one type, 5 % of the rows, on SQLite ÷ floor',
    goal: 4,
    bound: 'atLeast',
    unit,
    run: (lab) => comparedWithFloor(lab, 'narrow', (database) => only(monthsOf(twentieth(database)))),
  },
]
