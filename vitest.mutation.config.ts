import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** From short to long: mostly a short test has noticed the change before a long one is asked. */
const lengths = [
  /\/core\/src\/(?!processes\/)[^/]+\/(?!.*properties)/,
  /\/core\/src\/.*properties/,
  /\/core\/src\//,
  /\/testkit\//,
]
class ShortFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => lengths.findIndex((files) => files.test(moduleId))
    return files.toSorted((a, b) => place(a) - place(b) || a.moduleId.localeCompare(b.moduleId))
  }
}

/**
 * The tests that are there to notice a change of the domain; the testkit's see its sources, which are what changes.
 * Not the races of processes: they take long, and what a condition says is for its own tests to hold.
 */
export default defineConfig({
  resolve: { alias: { '@skein/core': fileURLToPath(new URL('packages/core/src/index.ts', import.meta.url)) } },
  test: {
    include: ['packages/core/src/!(projections)/*.test.ts', 'packages/testkit/test/{rules,stuck,total}.test.ts'],
    exclude: ['packages/core/src/processes/races.test.ts'],
    testTimeout: 60_000,
    // what is loaded once need not be loaded again for every file: the domain keeps nothing between tests
    isolate: false,
    setupFiles: ['packages/core/test/first-failure.ts'],
    sequence: { sequencer: ShortFirst },
  },
})
