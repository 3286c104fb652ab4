// Who may import whom: the table of docs/ and of every review. Tests are free.

/**
 * `only`: the third-party list is complete; without it a package may use what its package.json names (knip watches that).
 * `bundles`: private packages that its build takes in.
 */
const table = {
  kernel: { skein: [], only: ['fp-ts', 'zod'] },
  core: { skein: ['kernel'], only: ['fp-ts', 'ts-pattern', 'zod'] },
  engine: { skein: ['kernel'], only: ['fp-ts', 'zod'] },
  'storage-sqlite': { skein: ['engine', 'kernel'] },
  'storage-postgres': { skein: ['engine', 'kernel'] },
  'storage-eventstoredb': { skein: ['engine', 'kernel'] },
  simulator: { skein: ['core', 'engine', 'kernel'] },
  testkit: { skein: ['core', 'engine', 'kernel', 'simulator'] },
  http: { skein: ['core', 'engine', 'kernel'] },
  cli: {
    skein: [
      'core',
      'engine',
      'http',
      'kernel',
      'simulator',
      'storage-eventstoredb',
      'storage-postgres',
      'storage-sqlite',
    ],
    bundles: ['examples/chadian'],
  },
}
const withoutIo = ['kernel', 'core']

const names = (list) => `(${list.join('|')})`
const source = (name) => ({ path: `^packages/${name}/src/`, pathNot: '\\.test\\.ts$' })

const workspaceRules = Object.entries(table).map(([name, { skein, bundles = [] }]) => ({
  name: `${name}-imports`,
  comment: `${name} may import ${skein.join(', ') || 'no other package of ours'}`,
  severity: 'error',
  from: source(name),
  to: {
    path: '^(packages|examples|@skein)/',
    pathNot: [`^(packages|@skein)/${names([name, ...skein])}(/|$)`, ...bundles.map((path) => `^${path}/`)],
  },
}))

const thirdPartyRules = Object.entries(table)
  .filter(([, { only }]) => only)
  .map(([name, { only }]) => ({
    name: `${name}-third-party`,
    comment: `${name} may use ${only.join(', ')} and no other library`,
    severity: 'error',
    from: source(name),
    to: {
      dependencyTypesNot: ['core', 'local'],
      pathNot: `^(packages|examples|@skein)/|(^|node_modules/)${names(only)}(/|$)`,
    },
  }))

export default {
  forbidden: [
    ...workspaceRules,
    ...thirdPartyRules,
    {
      name: 'no-node-in-the-domain',
      comment: `${withoutIo.join(' and ')} do no I/O`,
      severity: 'error',
      from: source(names(withoutIo)),
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'by-name',
      comment: 'Other packages are imported by their names, never by a path into their folders',
      severity: 'error',
      from: { path: '^((?:packages|examples)/[^/]+)/(src|test)/' },
      to: { path: '^(packages|examples)/[^/]+/src/', pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'fp-ts-by-module',
      comment: 'Import fp-ts/lib/Either.js and the like: the root loads everything (50 ms)',
      severity: 'error',
      from: { path: '^(packages|examples)/' },
      to: { path: '(^|node_modules/)fp-ts(/(lib|es6)/index\\.(js|d\\.ts))?$' },
    },
    {
      name: 'no-cycles',
      comment: 'Modules form no cycle (types alone may)',
      severity: 'error',
      from: { path: '^(packages|examples)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    exclude: { path: '/dist/.*\\.map$' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
}
