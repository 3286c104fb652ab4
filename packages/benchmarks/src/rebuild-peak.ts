// Rebuilds all read models of a file once, as `skein rebuild` does, and prints how much memory that took in addition to what
// the process had before.
import { setFlagsFromString } from 'node:v8'
import { domain } from '@skein/core'
import { rebuild } from '@skein/engine'
import { openSqlite } from '@skein/storage-sqlite'

const [path = ''] = process.argv.slice(2)
// see the CLI's `collectEarly`
setFlagsFromString('--heap-growing-percent=25')
const storage = await openSqlite({ path })
await storage.events.head()
const idle = process.resourceUsage().maxRSS
const startedAt = performance.now()
const marks: { readonly events: number; readonly at: number }[] = []
const report = await rebuild(domain, storage, {
  onProgress: ({ events }) => marks.push({ events, at: performance.now() - startedAt }),
})
await storage.close()
if (!report.ok) throw new Error('the rebuild failed')

/** Milliseconds from the start until this share of the events was read. */
const timeAt = (share: number): number => marks.find(({ events }) => events >= report.events * share)?.at ?? Number.NaN

console.log(
  JSON.stringify({
    kilobytes: process.resourceUsage().maxRSS - idle,
    seconds: report.seconds,
    lastFifthToFirst: (timeAt(1) - timeAt(0.8)) / timeAt(0.2),
  }),
)
