// P10: two threads that rebuild half of the read models each, compared with one that rebuilds all.
import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { domain } from '@skein/core'
import type { Bench } from './bench.ts'
import { compare, perSecond } from './measure.ts'
import { openWorkLog } from './work-log.ts'

/** These take about half of the time. */
const firstHalf = ['journeyTimeline', 'journeyFunnel', 'leadHouseholds', 'cadrePipeline']

const start = async (path: string, names: readonly string[]) => {
  const worker = new Worker(join(import.meta.dirname, 'rebuild-worker.ts'), { workerData: { path, names } })
  await once(worker, 'message')
  return {
    async rebuild() {
      worker.postMessage('rebuild')
      const [answer] = await once(worker, 'message')
      if (answer !== 'done') throw new Error('a worker failed')
    },
    async stop() {
      worker.postMessage('stop')
      await once(worker, 'exit')
    },
  }
}

export const workers: Bench = {
  id: 'P10',
  what: 'rebuild of all read models on SQLite by two workers ÷ by one',
  goal: 1.4,
  bound: 'atLeast',
  unit: 'events of the log a second',
  async run(lab) {
    const [shared, single] = [await openWorkLog(lab, 'two-workers'), await openWorkLog(lab, 'one-worker')]
    const names = domain.projections.map(({ name }) => name)
    const two = await Promise.all([
      start(shared.path, firstHalf),
      start(
        shared.path,
        names.filter((name) => !firstHalf.includes(name)),
      ),
    ])
    const one = await start(single.path, names)
    try {
      return await compare(
        lab.rounds,
        () =>
          perSecond(async () => {
            await Promise.all(two.map((worker) => worker.rebuild()))
            return lab.events
          }),
        () =>
          perSecond(async () => {
            await one.rebuild()
            return lab.events
          }),
      )
    } finally {
      for (const worker of [...two, one]) await worker.stop()
      await shared.close()
      await single.close()
    }
  },
}
