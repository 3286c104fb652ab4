import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{packages,examples}/*/{src,test}/**/*.test.ts'],
    reporters: ['default', './packages/tooling/src/vitest-reporter.ts'],
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
})
