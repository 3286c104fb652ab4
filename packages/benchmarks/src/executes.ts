// P5, P6: commands on SQLite compared with bare inserts of the same rows.
import { join } from 'node:path'
import type { EventStore } from '@skein/engine'
import { openSqlite } from '@skein/storage-sqlite'
import { type BareRow, openBare } from './bare-table.ts'
import type { Bench, Lab } from './bench.ts'
import { execute, journeyId, recordScale, withJourneys } from './journeys.ts'
import { compare, compareCalls, type Measured, perSecond } from './measure.ts'

const callers = 64

/** One caller; every command is about a journey that was not loaded before. */
const oneCaller = async (lab: Lab): Promise<Measured> => {
  const calls = lab.isSmoke ? 10 : 200
  const storage = await openSqlite({ path: join(lab.folder, 'one-caller.db') })
  const bare = openBare(join(lab.folder, 'one-row.db'))
  try {
    const runtime = await withJourneys(storage, calls * (lab.rounds + 1))
    const row = await lastRow(storage.events, `journey-${journeyId(0)}`)
    return await compareCalls(
      lab.rounds,
      calls,
      (index) => execute(runtime, recordScale(journeyId(index), 100)),
      (index) => bare.write([{ ...row, stream: journeyId(index) }]),
    )
  } finally {
    bare.close()
    await storage.close()
  }
}

/** Many callers, each with a journey of its own. */
const manyCallers = async (lab: Lab): Promise<Measured> => {
  const calls = lab.isSmoke ? 3 : 40
  const storage = await openSqlite({ path: join(lab.folder, 'many-callers.db') })
  const bare = openBare(join(lab.folder, 'many-rows.db'))
  try {
    const runtime = await withJourneys(storage, callers)
    const row = await lastRow(storage.events, `journey-${journeyId(0)}`)
    let quantity = 100
    let revision = 0
    const ours = async () => {
      const first = quantity
      quantity += calls
      await Promise.all(
        Array.from({ length: callers }, async (_, caller) => {
          for (let call = 0; call < calls; call += 1)
            await execute(runtime, recordScale(journeyId(caller), first + call))
        }),
      )
      return callers * calls
    }
    const theirs = () => {
      for (let call = 0; call < calls; call += 1, revision += 1)
        bare.write(Array.from({ length: callers }, (_, caller) => ({ ...row, stream: journeyId(caller), revision })))
      return callers * calls
    }
    return await compare(
      lab.rounds,
      () => perSecond(ours),
      () => perSecond(theirs),
    )
  } finally {
    bare.close()
    await storage.close()
  }
}

const lastRow = async (events: EventStore, stream: string): Promise<BareRow> => {
  for await (const [event] of events.readStream(stream, { direction: 'backwards' }))
    if (event !== undefined) return { ...event, hash: Buffer.from(event.hash, 'hex') }
  throw new Error(`${stream} is empty`)
}

export const executes: readonly Bench[] = [
  {
    id: 'P5',
    what: '`execute` (RecordScale on a 10-event stream) on SQLite, one caller ÷ a bare one-row transaction',
    goal: 0.6,
    bound: 'atLeast',
    unit: 'commands a second',
    run: oneCaller,
  },
  {
    id: 'P6',
    what: '`execute` on SQLite, 64 callers on different streams ÷ a bare loop, 64 rows to a transaction',
    goal: 0.3,
    bound: 'atLeast',
    unit: 'commands a second',
    run: manyCallers,
  },
]
