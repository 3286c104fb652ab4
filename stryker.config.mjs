// `pnpm mutation` changes one condition of the domain at a time and counts the changes that no test notices.
// `SKEIN_PART=journey` takes one part.
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
const core = 'packages/core/src'
/** The files of each part. */
const parts = {
  ...Object.fromEntries(
    aggregates.map((name) => [name, `${core}/${name}/{decide,state,views,rules*,results,schedule,sessions}.ts`]),
  ),
  shared: `${core}/rules/shared/*.ts`,
  invariants: `${core}/rules/invariants.ts`,
  deciding: 'packages/kernel/src/{decider,idempotency}.ts',
}
const part = process.env.SKEIN_PART
if (part !== undefined && !(part in parts))
  throw new Error(
    `SKEIN_PART is "${part}": expected one of ${Object.keys(parts).join(', ')}; leave it out for all parts`,
  )
const mutated = Object.entries(parts).flatMap(([name, files]) => (part === undefined || name === part ? [files] : []))

export default {
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate: [...mutated, '!**/*.test.ts'],
  // tests check that texts are there in both languages, not their wording
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
