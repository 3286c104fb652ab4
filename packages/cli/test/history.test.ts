// Client processes use one store at the same time; they are killed, and suspended and continued, and others take their
// place. What all of them saw must fit one order of what they did. SKEIN_HISTORY_RUNS is the number of histories of each
// store (default 1; 50 in `pnpm test:long`), SKEIN_HISTORY_OPERATIONS the operations of each (default 400; 10,000).
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type EventSeen, type HistoryOperation, linearizabilityViolations } from '@skein/testkit/storage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStorage } from '../src/storage/open-storage.js'
import { freshStore, type Server, startEventStore, startPostgres } from './servers.js'
import { temporaryFolder } from './skein.js'

const runs = Number(process.env.SKEIN_HISTORY_RUNS ?? 1)
const operations = Number(process.env.SKEIN_HISTORY_OPERATIONS ?? 400)
const clients = 4
const each = Math.ceil(operations / clients)

const { folder, remove } = temporaryFolder()
let postgres: Server
const servers: Server[] = []
beforeAll(async () => {
  postgres = await startPostgres()
}, 60_000)
afterAll(async () => {
  for (const server of [postgres, ...servers]) await server.stop()
  remove()
})

/** A server for each history, as its log is empty then. */
const freshServer = async (): Promise<string> => {
  const server = await startEventStore()
  servers.push(server)
  return server.url
}

/** A client whose process may be killed; it keeps what the client printed. */
const startClient = (url: string, client: string, seed: number, records: HistoryOperation[]): ChildProcess => {
  const script = fileURLToPath(new URL('./children/history-client.ts', import.meta.url))
  const given = [script, url, client, String(seed), String(each)]
  const child = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    // sound: `history-client.ts` prints operations
    for (const line of lines) records.push(JSON.parse(line) as HistoryOperation)
  })
  return child
}

/** Runs clients one after the other in a place among others, until they have done enough; kills and suspends some. */
const runPlace = async (url: string, name: string, seed: number, records: HistoryOperation[]): Promise<number> => {
  let kills = 0
  const mine = () => new Set(records.filter(({ id }) => id.startsWith(`${name}.`)).map(({ id }) => id)).size
  for (let life = 0; mine() < each; life++) {
    const child = startClient(url, `${name}.${life}`, seed * 31 + life, records)
    const closed = once(child, 'close')
    // the first two lives end early, in the middle of whatever the client does
    if (life < 2) {
      while (mine() < ((life + 1) * each) / 4 && child.exitCode === null) await sleep(5)
      child.kill('SIGSTOP')
      await sleep(20 + ((seed * 7) % 50))
      child.kill(life === 0 ? 'SIGKILL' : 'SIGCONT')
      if (life === 1) {
        await sleep(10)
        child.kill('SIGKILL')
      }
      kills += 1
    }
    const [code, signal] = await closed
    if (code !== 0 && signal !== 'SIGKILL') throw new Error(`a client ended with ${code ?? signal}`)
  }
  return kills
}

const stores = [
  { store: 'SQLite', freshUrl: (run: number) => `sqlite:${join(folder, `history-${run}.db`)}` },
  { store: 'PostgreSQL', freshUrl: () => freshStore(postgres) },
  { store: 'EventStoreDB (simulator)', freshUrl: freshServer },
]

it.each(stores)(
  `${clients} clients of $store that are killed and suspended: ${runs} histories of ${operations} operations without a violation`,
  async ({ store, freshUrl }) => {
    let [kills, recorded, events] = [0, 0, 0]
    for (let run = 0; run < runs; run++) {
      const url = await freshUrl(run)
      const storage = await openStorage(url, { readModels: 'memory:' })
      const records: HistoryOperation[] = []
      const places = Array.from({ length: clients }, (_, place) =>
        runPlace(url, `place-${place}`, run * clients + place + 1, records),
      )
      kills += (await Promise.all(places)).reduce((sum, count) => sum + count, 0)
      const log: EventSeen[] = []
      for await (const batch of storage.events.readAll()) log.push(...batch)
      await storage.close()
      expect(linearizabilityViolations(records, log)).toEqual([])
      recorded += new Set(records.map(({ id }) => id)).size
      events += log.length
    }
    console.info(`${store}: ${runs} histories, ${recorded} operations, ${kills} kills, ${events} events, 0 violations`)
  },
  60_000 + runs * operations * 20,
)
