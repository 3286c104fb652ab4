// Which package may import which, and which folder of a package may import which other folder. Tests may import anything.

/**
 * `skein`: our packages that a package may import.
 * `only`: the complete list of its third-party libraries; without it, those that its package.json names (knip checks that).
 * `bundles`: private packages that are bundled into it.
 */
const packages = {
  kernel: { skein: [], only: ['fp-ts', 'immutable', 'zod'] },
  core: { skein: ['kernel'], only: ['fp-ts', 'immutable', 'ts-pattern', 'zod'] },
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

const aggregates = 'division|base|calendar|instructor|course|journey|batch|household|agreement'

/**
 * The rooms of a package, that is its folders, and what else of the package each may import. A room or a target is a path
 * below `src`, as a regular expression. The files beside the rooms compose them: they may import everything, and a room
 * imports one of them only where it is listed. `aggregate` stands for each of the aggregates, `$views` for what an
 * aggregate shows to others.
 */
const rooms = {
  engine: {
    ports: [],
    primitives: ['ports'],
    storage: ['ports', 'primitives'],
    memory: ['ports', 'storage', 'primitives'],
    integrity: ['ports', 'primitives'],
    history: ['ports', 'primitives', 'integrity'],
    privacy: ['ports', 'primitives', 'integrity'],
    checkpoints: ['ports', 'primitives', 'integrity'],
    commands: ['ports', 'primitives', 'integrity', 'history', 'privacy'],
    processes: ['ports', 'primitives', 'integrity', 'privacy', 'checkpoints', 'commands'],
    planning: [
      'ports',
      'primitives',
      'integrity',
      'history',
      'privacy',
      'checkpoints',
      'commands',
      'processes',
      'check',
    ],
    projections: ['ports', 'primitives', 'integrity', 'history', 'checkpoints'],
    reading: ['ports', 'primitives', 'integrity', 'history', 'checkpoints', 'projections'],
    rebuild: ['ports', 'primitives', 'integrity', 'checkpoints', 'projections', 'memory'],
    following: ['ports', 'primitives', 'integrity', 'checkpoints', 'projections', 'rebuild'],
    check: ['ports', 'primitives', 'integrity', 'history'],
    copy: ['ports', 'primitives', 'integrity', 'privacy'],
  },
  core: {
    shared: [],
    policy: ['shared'],
    'divisions/refs': ['shared'],
    'rules/shared': ['shared', 'policy'],
    aggregate: ['shared', 'policy', 'divisions/refs', 'rules/shared', '$views'],
    projections: ['shared', 'policy', 'divisions/refs', 'events', '$views', '$events'],
    processes: ['shared', 'events', '$views', '$commands'],
    'rules/(assurances|catalogue|invariants)': ['shared', 'policy', 'rules/shared', 'domain', '$views', '$state'],
    'divisions/(index|resolve)': ['divisions/refs', 'domain'],
    // it exports what extensions are made of
    extension: [
      'shared',
      'policy',
      '$index',
      'divisions/refs',
      'processes/define-process',
      'projections/shared/(keys|numbers|rows)',
      'rules/shared/general',
    ],
  },
  testkit: {
    domain: [],
    storage: [],
    simulation: ['domain'],
  },
  http: {
    primitives: [],
    json: [],
    problems: [],
    principal: [],
    access: ['primitives', 'principal'],
    auth: ['primitives', 'principal', 'option-types'],
    reading: ['primitives', 'principal', 'problems', 'context'],
    commands: ['primitives', 'json', 'principal', 'access', 'problems', 'reading', 'context'],
    feed: ['primitives', 'principal', 'access', 'problems', 'reading', 'context'],
    contract: ['principal', 'access', 'problems', 'reading', 'commands', 'feed', 'context', 'options'],
    middleware: ['primitives', 'principal', 'access', 'problems', 'context'],
    routes: [
      'primitives',
      'principal',
      'access',
      'problems',
      'reading',
      'commands',
      'feed',
      'contract',
      'middleware/trace-context',
      'context',
    ],
    node: ['api', 'option-types'],
  },
}

const names = (list) => `(${list.join('|')})`
const source = (name) => ({ path: `^packages/${name}/src/`, pathNot: '\\.test\\.ts$' })

const workspaceRules = Object.entries(packages).map(([name, { skein, bundles = [] }]) => ({
  name: `${name}-imports`,
  comment: `${name} may import ${skein.join(', ') || 'no other package of ours'}`,
  severity: 'error',
  from: source(name),
  to: {
    path: '^(packages|examples|@skein)/',
    pathNot: [`^(packages|@skein)/${names([name, ...skein])}(/|$)`, ...bundles.map((path) => `^${path}/`)],
  },
}))

const thirdPartyRules = Object.entries(packages)
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

const sourceOf = (name) => `^packages/${name}/src/`
/** A room's folder, or the file of that name. */
const placeOf = (name, room) => `${sourceOf(name)}${room}(/|\\.ts$)`
/** `$1` stands for the aggregate that imports. */
const ownPlaceOf = (name, room) => (room === 'aggregate' ? `${sourceOf(name)}$1/` : placeOf(name, room))
const fromRoom = (name, room) => (room === 'aggregate' ? `${sourceOf(name)}(${aggregates})/` : placeOf(name, room))
const targetPath = (name, target) =>
  target.startsWith('$') ? `${sourceOf(name)}(${aggregates})/${target.slice(1)}\\.ts$` : placeOf(name, target)

const roomRules = Object.entries(rooms).flatMap(([name, table]) =>
  Object.entries(table).map(([room, targets]) => ({
    name: `${name}-${room.match(/\w+/g).join('-')}`,
    comment: `In ${name}, ${room} may import ${targets.join(', ') || 'nothing else of the package'}`,
    severity: 'error',
    from: { path: fromRoom(name, room), pathNot: '\\.test\\.ts$' },
    to: {
      path: sourceOf(name),
      pathNot: [ownPlaceOf(name, room), ...targets.map((target) => targetPath(name, target))],
    },
  })),
)

const roomTableRules = Object.entries(rooms).map(([name, table]) => ({
  name: `${name}-rooms`,
  comment: `Every folder of ${name} is a room: add it to the table of rooms, with what it may import`,
  severity: 'error',
  from: {
    path: `${sourceOf(name)}[^/]+/`,
    pathNot: ['\\.test\\.ts$', ...Object.keys(table).map((room) => fromRoom(name, room))],
  },
  to: {},
}))

export default {
  forbidden: [
    ...workspaceRules,
    ...thirdPartyRules,
    ...roomRules,
    ...roomTableRules,
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
      comment: 'Modules form no cycle, not even one of types',
      severity: 'error',
      from: { path: '^(packages|examples)/' },
      to: { circular: true },
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
