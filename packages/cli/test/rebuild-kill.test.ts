// `kill -9` in the middle of a rebuild, at a moment that nobody chose: the next run goes on from there, and the report is
// the one of a rebuild left in peace. SKEIN_REBUILD_KILLS and SKEIN_SERVER_REBUILD_KILLS say how often (default 3 each).
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshStore, type Server, startPostgres } from './servers.js'
import { skein, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
const call = (args: readonly string[]) => skein(args, { folder })
const original = 'sqlite:./original.db'

let postgres: Server
beforeAll(async () => {
  postgres = await startPostgres()
  const { code } = await call(['simulate', '--trainees', '25', '--months', '9', '--seed', '5', '--store', original])
  expect(code).toBe(0)
}, 120_000)
afterAll(async () => {
  await postgres.stop()
  remove()
})

const reportOf = async (store: string) =>
  (await call(['report', '--json', '--today', '2024-01-01', '--store', store])).stdout

it.each([
  { name: 'SQLite', kills: Number(process.env.SKEIN_REBUILD_KILLS ?? 3) },
  { name: 'PostgreSQL', kills: Number(process.env.SKEIN_SERVER_REBUILD_KILLS ?? 3) },
])(
  'a rebuild on $name, killed $kills times, is resumed each time and equals one left in peace',
  async ({ name, kills }) => {
    const store = name === 'SQLite' ? 'sqlite:./killed.db' : freshStore(postgres)
    expect((await call(['copy', '--from', original, '--to', store])).code).toBe(0)
    const rebuild = ['rebuild', '--all', '--batch-size', '20', '--store', store]
    const startedAt = performance.now()
    expect((await call(rebuild)).code).toBe(0)
    const duration = performance.now() - startedAt
    const undisturbed = await reportOf(original)
    let killed = 0
    let unequal = 0
    // a run that was over before its time came counts for nothing
    for (let round = 0; killed < kills && round < 10 * kills; round++) {
      const { code } = await skein(rebuild, {
        folder,
        kill: { signal: 'SIGKILL', after: duration * (0.2 + 0.6 * Math.random()) },
      })
      if (code === null) killed += 1
      const again = await call(rebuild)
      expect([again.code, again.stderr]).toEqual([0, expect.not.stringContaining('skein:')])
      if ((await reportOf(store)) !== undisturbed) unequal += 1
    }
    console.info(`${name}: ${killed} rebuilds killed, ${unequal} unequal`)
    expect([killed, unequal]).toEqual([kills, 0])
  },
  120_000 + Number(process.env.SKEIN_REBUILD_KILLS ?? 3) * 15_000,
)
