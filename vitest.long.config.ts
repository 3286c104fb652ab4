// `pnpm test:long` runs the tests whose size is set by an environment variable, with large sizes. `--project kills` runs one part.
import { defineConfig } from 'vitest/config'

const part = (name: string, include: readonly string[], env: Readonly<Record<string, string>>) => ({
  test: { name, include: [...include], env, testTimeout: 1_800_000, hookTimeout: 300_000 },
})

export default defineConfig({
  test: {
    reporters: ['default', './packages/tooling/src/vitest-reporter.ts'],
    maxWorkers: 2,
    projects: [
      part('rules', ['packages/{core,testkit}/{src,test}/**/*.test.ts'], { SKEIN_RUNS: '5000' }),
      part('across', ['packages/testkit/test/across/{engine-and-model,killed,two-reactors,cost}.test.ts'], {
        SKEIN_STORIES: '1000',
        SKEIN_OBSERVERS: '10000',
        SKEIN_BATCHES: '300',
      }),
      part('policy-plan', ['packages/benchmarks/test/policy-plan.test.ts'], { SKEIN_BATCHES: '300' }),
      part('amendment-kills', ['packages/benchmarks/test/amendment-kills.test.ts'], { SKEIN_AMENDMENT_KILLS: '500' }),
      part('kills', ['packages/storage-sqlite/test/kill.test.ts'], { SKEIN_KILLS: '200' }),
      part('server-kills', ['packages/storage-postgres/test/kill.test.ts'], { SKEIN_KILLS: '50' }),
      part('rebuild-kills', ['packages/cli/test/{kill,rebuild-kill}.test.ts'], {
        SKEIN_KILLS: '20',
        SKEIN_REBUILD_KILLS: '200',
        SKEIN_SERVER_REBUILD_KILLS: '50',
      }),
      part(
        'races',
        ['packages/cli/test/concurrent-processes.test.ts', 'packages/storage-postgres/test/order.test.ts'],
        {
          SKEIN_RACE_EVENTS: '100000',
        },
      ),
      part('cut-streams', ['packages/storage-eventstoredb/test/{cut-history,stray-events}.test.ts'], {
        SKEIN_RUNS: '300',
      }),
      part('histories', ['packages/cli/test/history.test.ts', 'packages/testkit/test/history/history.test.ts'], {
        SKEIN_HISTORY_RUNS: '50',
        SKEIN_HISTORY_OPERATIONS: '10000',
      }),
      part('memory', ['packages/benchmarks/test/memory/*.test.ts'], {
        SKEIN_LARGE_STREAMS: '5000',
        SKEIN_MANY_STREAMS: '200000',
      }),
      part('simulation', ['packages/testkit/test/simulation/simulation.test.ts'], { SKEIN_SEEDS: '2000' }),
      part('shared-log', ['packages/cli/test/shared-log.test.ts'], { SKEIN_FOREIGN_EVENTS: '100000' }),
      part('reader', ['packages/cli/test/reader/reader.test.ts'], { SKEIN_READER_DEMO: '1' }),
      part(
        'http',
        [
          'packages/http/test/{fuzz,fuzz-authorised,retries,concurrent-event-streams}.test.ts',
          'packages/cli/test/load.test.ts',
        ],
        {
          SKEIN_FUZZ: '20000',
          SKEIN_RETRIES: '1000',
          SKEIN_READERS: '500',
          SKEIN_LOAD_SECONDS: '60',
        },
      ),
    ],
  },
})
