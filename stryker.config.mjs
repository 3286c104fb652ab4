// `pnpm mutation`: whether the tests notice when a condition of the domain is changed. `SKEIN_PART=journey` takes a part.
process.env.SKEIN_RUNS ??= '60'

const aggregates = [
  'division',
  'base',
  'calendar',
  'instructor',
  'course',
  'journey',
  'batch',
  'household',
  'agreement',
]
const parts = {
  ...Object.fromEntries(aggregates.map((name) => [name, `${name}/{decide,state,rules*,results,schedule,sessions}.ts`])),
  shared: 'rules/shared/*.ts',
  invariants: 'rules/invariants.ts',
}
const part = process.env.SKEIN_PART
if (part !== undefined && !(part in parts))
  throw new Error(`SKEIN_PART is ${part}; use one of ${Object.keys(parts).join(', ')}, or leave it unset for all`)
const conditions = Object.entries(parts).filter(([name]) => part === undefined || name === part)

export default {
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate: [...conditions.map(([, files]) => `packages/core/src/${files}`), '!**/*.test.ts'],
  // tests require texts in both languages, but not their wording
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
