import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const tests = '{packages,examples}/*/{src,test}/**/*.test.ts'

/** Tests that change or measure something of their process, so that each needs one of its own. */
const withOwnProcess = [
  'packages/testkit/test/broken/*.test.ts',
  'packages/http/test/{concurrent-event-streams,retries}.test.ts',
]

/** What takes longest, in that order: it comes first, so that the workers finish at about the same time. */
const longest = [
  'cli/test/same-report',
  'storage-postgres/test/conformance',
  'storage-postgres/test/pooling',
  'testkit/test/rules',
  'storage-eventstoredb/test/conformance',
  'cli/test/copy',
  'cli/test/demo',
  'storage-sqlite/test/conformance',
  'cli/test/kill',
  'storage-postgres/test/kill',
  'cli/test/rebuild-kill',
  'testkit/test/own-policy',
  'testkit/test/model',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(`${name}.test.ts`))
      return place === -1 ? longest.length : place
    }
    // one project after the other: a process runs tests of one project only
    return sorted.toSorted((a, b) =>
      a.project.name === b.project.name ? placeOf(a) - placeOf(b) : a.project.name.localeCompare(b.project.name),
    )
  }
}

// hundreds of tests start a program: its modules are compiled once
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('.toolchain/compile-cache', import.meta.url))

const common = { testTimeout: 90_000, hookTimeout: 90_000 }

export default defineConfig({
  test: {
    reporters: ['default', './packages/tooling/src/vitest-reporter.ts'],
    globalSetup: ['packages/storage-postgres/test/shared-server.ts'],
    sequence: { sequencer: LongestFirst },
    // tests wait for disks, servers and other processes: one more than there are processors keeps these busy
    maxWorkers: availableParallelism() + 1,
    projects: [
      { test: { ...common, name: 'own process', include: withOwnProcess } },
      { test: { ...common, name: 'shared process', include: [tests], exclude: withOwnProcess, isolate: false } },
    ],
  },
})
