// `kill -9` in the middle of a rebuild, at random moments: the next run resumes it, and the report is that of an undisturbed
// rebuild. SKEIN_REBUILD_KILLS and SKEIN_SERVER_REBUILD_KILLS are the numbers of kills (default 3 each).
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshStore, type Server, startPostgres } from './servers.js'
import { runMain, runProcess, temporaryFolder } from './skein.js'
import { simulatedStore, storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
const sqliteKills = Number(process.env.SKEIN_REBUILD_KILLS ?? 3)
const postgresKills = Number(process.env.SKEIN_SERVER_REBUILD_KILLS ?? 3)

let postgres: Server
let original: string
beforeAll(async () => {
  postgres = await startPostgres()
  const options = ['--trainees', '25', '--months', '9', '--seed', '5']
  original = storeUrl(await simulatedStore(folder, 'original.db', options))
}, 120_000)
afterAll(async () => {
  await postgres.stop()
  remove()
})

const readReport = async (store: string) =>
  (await runMain(['report', '--json', '--today', '2024-01-01', '--store', store])).stdout

it.each([
  { name: 'SQLite', kills: sqliteKills, newStore: () => storeUrl(join(folder, 'killed.db')) },
  { name: 'PostgreSQL', kills: postgresKills, newStore: () => freshStore(postgres) },
])(
  'a rebuild on $name, killed $kills times, resumes each time and equals an undisturbed one',
  async ({ name, kills, newStore }) => {
    const store = newStore()
    expect((await runMain(['copy', '--from', original, '--to', store])).code).toBe(0)
    const rebuild = ['rebuild', '--all', '--batch-size', '20', '--store', store]
    const startedAt = performance.now()
    expect((await runProcess(rebuild, { folder })).code).toBe(0)
    const duration = performance.now() - startedAt
    const expectedReport = await readReport(original)
    let killed = 0
    let unequal = 0
    // a run that ended before it was killed does not count
    for (let round = 0; killed < kills && round < 10 * kills; round++) {
      const kill = { signal: 'SIGKILL', after: duration * (0.2 + 0.6 * Math.random()) } as const
      const { code } = await runProcess(rebuild, { folder, kill })
      if (code === null) killed += 1
      const again = await runProcess(rebuild, { folder })
      expect([again.code, again.stderr]).toEqual([0, expect.not.stringContaining('skein:')])
      if ((await readReport(store)) !== expectedReport) unequal += 1
    }
    console.info(`${name}: ${killed} rebuilds killed, ${unequal} unequal`)
    expect([killed, unequal]).toEqual([kills, 0])
  },
  120_000 + sqliteKills * 15_000,
)
