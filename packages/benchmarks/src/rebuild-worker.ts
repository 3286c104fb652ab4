// A worker thread that rebuilds some read models of a file on every message `rebuild`, on a connection of its own.
import { parentPort, workerData } from 'node:worker_threads'
import { domain } from '@skein/core'
import { rebuild } from '@skein/engine'
import { openSqlite } from '@skein/storage-sqlite'

// sound: `workers.ts` passes these
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
