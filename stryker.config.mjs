// `pnpm mutation`: whether the tests notice when a condition of the domain is changed. `--mutate <glob>` takes a part.
process.env.SKEIN_RUNS ??= '100'

export default {
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate: [
    'packages/core/src/{division,base,calendar,instructor,course,journey,batch,household,agreement}/{decide,state,rules*,results,schedule}.ts',
    'packages/core/src/shared/{admission,decide,faculty,mentorship,need,placement,places,repeats,rules}.ts',
    'packages/core/src/invariants.ts',
    '!**/*.test.ts',
  ],
  // what people read is held to be there and in both languages, not to be worded so
  mutator: { excludedMutations: ['StringLiteral'] },
  coverageAnalysis: 'perTest',
  ignorePatterns: ['/.git', '/.toolchain', 'dist/*.map', '*.db'],
  concurrency: 2,
  timeoutMS: 20_000,
  reporters: ['clear-text', 'progress', 'json'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'reports/mutation.json' },
  thresholds: { high: 95, low: 90, break: 90 },
}
