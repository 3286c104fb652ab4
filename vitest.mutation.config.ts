import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The tests that are there to notice a change of the domain; the testkit's see its sources, which are what changes. */
export default defineConfig({
  resolve: { alias: { '@skein/core': fileURLToPath(new URL('packages/core/src/index.ts', import.meta.url)) } },
  test: {
    include: ['packages/core/src/!(projections)/*.test.ts', 'packages/testkit/test/{rules,stuck,total}.test.ts'],
    testTimeout: 60_000,
  },
})
