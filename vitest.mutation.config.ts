import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** From short to long: mostly a short test notices the change, so that no long one has to run. */
const lengths = [
  /\/kernel\//,
  /\/core\/src\/(?!processes\/)[^/]+\/(?!.*properties)/,
  /\/core\/src\/.*properties/,
  /\/core\/src\//,
  /\/testkit\//,
]
class ShortFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => lengths.findIndex((files) => files.test(moduleId))
    return files.toSorted((a, b) => rankOf(a) - rankOf(b) || a.moduleId.localeCompare(b.moduleId))
  }
}

/**
 * The tests that should notice a changed condition of the domain, with the sources of core and kernel, which are changed,
 * instead of their builds. The races of processes are left out: they take long and test no single condition.
 */
const sourceOf = (name: string) => fileURLToPath(new URL(`packages/${name}/src/index.ts`, import.meta.url))

export default defineConfig({
  resolve: { alias: { '@skein/core': sourceOf('core'), '@skein/kernel': sourceOf('kernel') } },
  test: {
    include: [
      'packages/kernel/src/*.test.ts',
      'packages/core/src/!(projections)/*.test.ts',
      'packages/testkit/test/{rules,stuck,total}.test.ts',
    ],
    exclude: ['packages/core/src/processes/races.test.ts'],
    testTimeout: 60_000,
    // the domain has no state between tests, so that all files share the loaded modules
    isolate: false,
    setupFiles: ['packages/core/test/first-failure.ts'],
    sequence: { sequencer: ShortFirst },
  },
})
