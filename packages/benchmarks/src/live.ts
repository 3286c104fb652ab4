// P11: how long it takes from the acknowledgement of an event until it is in the read models, in one process.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { domain } from '@skein/core'
import { createRuntime, type Position, type Storage } from '@skein/engine'
import { openSqlite } from '@skein/storage-sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { openBare } from './bare-table.ts'
import type { Bench, Lab } from './bench.ts'
import { journeyId, masterKey, recordScale, withJourneys } from './journeys.ts'
import { medianOf, percentileOf, summed } from './measure.ts'

/** A storage, and `visible`, which resolves when a read model includes a position. */
const watched = (storage: Storage, projection: string) => {
  const { readModels, events } = storage
  const waiting = new Set<{ readonly position: Position; readonly resolve: () => void }>()
  let reached: Position | undefined
  const isReached = (position: Position) => reached !== undefined && events.comparePositions(reached, position) >= 0
  const commit: typeof readModels.commit = async (generation, changes) => {
    const outcome = await readModels.commit(generation, changes)
    const written = (await readModels.generations(projection)).find(({ id }) => id === generation)
    if (written?.checkpoint === undefined) return outcome
    reached = written.checkpoint
    for (const one of waiting)
      if (isReached(one.position)) {
        waiting.delete(one)
        one.resolve()
      }
    return outcome
  }
  const readModelsWatched = new Proxy(readModels, {
    get: (target, name) => {
      if (name === 'commit') return commit
      const found: unknown = Reflect.get(target, name)
      return typeof found === 'function' ? found.bind(target) : found
    },
  })
  return {
    storage: { ...storage, readModels: readModelsWatched },
    visible: (position: Position) =>
      new Promise<void>((resolve) => {
        if (isReached(position)) resolve()
        else waiting.add({ position, resolve })
      }),
  }
}

const run = async (lab: Lab) => {
  const appends = lab.isSmoke ? 10 : 200
  const opened = await openSqlite({ path: join(lab.folder, 'live.db') })
  const bare = openBare(join(lab.folder, 'one-commit.db'))
  const stop = new AbortController()
  const { storage, visible } = watched(opened, 'journeyTimeline')
  const runtime = createRuntime(domain, storage, { clock: () => new Date('2018-06-01T04:00:00Z'), masterKey })
  let projecting: Promise<void> | undefined
  try {
    await withJourneys(opened, appends)
    await runtime.settle()
    projecting = runtime.project({ signal: stop.signal })
    let command = 0
    let revision = 0
    const row = { data: 'x'.repeat(150), hash: Buffer.alloc(32), metadata: 'x'.repeat(150) }
    const measured = []
    for (let round = 0; round <= lab.rounds; round += 1) {
      const lags: number[] = []
      const commits: number[] = []
      for (let n = 0; n < appends; n += 1) {
        command += 1
        const options = { commandId: `live-${command}`, actor: 'bench' }
        const outcome = await runtime.execute(recordScale(journeyId(n), 100 + round), options)()
        const acknowledgedAt = performance.now()
        if (E.isLeft(outcome) || outcome.right.position === undefined) throw new Error('the command was refused')
        await visible(outcome.right.position)
        lags.push(performance.now() - acknowledgedAt)
        const beganAt = performance.now()
        bare.write([{ ...row, stream: 'one', revision }])
        commits.push(performance.now() - beganAt)
        revision += 1
        await sleep(10)
      }
      if (round > 0) measured.push({ ours: percentileOf(lags, 0.99), theirs: medianOf(commits) })
    }
    return summed(measured)
  } finally {
    stop.abort()
    await projecting
    bare.close()
    await opened.close()
  }
}

export const live: Bench = {
  id: 'P11',
  what: 'live lag in one process, an append every 10 ms: acknowledged to visible, 99th percentile ÷ one commit',
  goal: 10,
  bound: 'atMost',
  unit: 'milliseconds',
  run,
}
