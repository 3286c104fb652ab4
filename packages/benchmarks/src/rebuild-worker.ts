// Rebuilds some read models of a file in a thread of its own, whenever it is told to; it has its own connection.
import { parentPort, workerData } from 'node:worker_threads'
import { domain } from '@skein/core'
import { rebuild } from '@skein/engine'
import { openSqlite } from '@skein/storage-sqlite'

// sound: `workers.ts` starts it so
const { path, names } = workerData as { readonly path: string; readonly names: readonly string[] }
const storage = await openSqlite({ path })
parentPort?.on('message', async (message) => {
  if (message === 'rebuild') {
    const report = await rebuild(domain, storage, { projections: names })
    parentPort?.postMessage(report.ok ? 'done' : 'failed')
    return
  }
  await storage.close()
  parentPort?.close()
})
parentPort?.postMessage('ready')
