// Builds the packages whose sources, or whose dependencies' sources, have changed since their last build.
//   build.mjs [--javascript] [--force] [FOLDER ...]
// `--javascript` leaves the declarations out: tests and programs run without them. `--force` builds what is up to date,
// too. With folders, only those packages and what they need are built.
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { bundle } from './bundle.mjs'
import { declare } from './declare.mjs'
import { hashFiles, isStamped, stamp } from './stamp.mjs'
import { root } from './toolchain.mjs'
import { builtPackages, filesBelow, needs } from './workspace.mjs'

/** @typedef {import('./workspace.mjs').Package} Package */

const args = process.argv.slice(2)
const force = args.includes('--force')
const folders = args.filter((arg) => !arg.startsWith('--')).map((arg) => relative(root, join(process.cwd(), arg)))
const steps = [
  { name: 'JavaScript', stamp: 'build', result: 'dist/index.js', run: bundle },
  ...(args.includes('--javascript')
    ? []
    : [{ name: 'declarations', stamp: 'declarations', result: 'dist/index.d.ts', run: declare }]),
]

/** What every build depends on. */
const common = [
  'tsconfig.base.json',
  'tsconfig.emit.json',
  'pnpm-lock.yaml',
  ...['bundle.mjs', 'declare.mjs', 'tsup.ts'].map((name) => `packages/tooling/src/${name}`),
]

/** The content of everything that a package is built from, by the package's name. @type {Map<string, string>} */
const hashes = new Map()
const hashOf = (/** @type {Package} */ { folder, manifest }) => {
  const own = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'tsup.config.ts'].map(
    (name) => `${folder}/${name}`,
  )
  const sources = ['src', 'data']
    .flatMap((part) => filesBelow(`${folder}/${part}`))
    .filter((path) => !path.endsWith('.test.ts'))
  const below = needs(manifest).map((name) => hashes.get(name) ?? '')
  return [hashFiles([...common, ...own, ...sources]), ...below].join()
}

const all = builtPackages()
for (const one of all) hashes.set(one.manifest.name, hashOf(one))

/** @returns {readonly Package[]} the packages with what they need, in the order of building */
const withNeeds = (/** @type {readonly string[]} */ names) => {
  const wanted = new Set(names)
  for (const { manifest } of all.toReversed())
    if (wanted.has(manifest.name)) for (const name of needs(manifest)) wanted.add(name)
  return all.filter(({ manifest }) => wanted.has(manifest.name))
}
const asked =
  folders.length === 0
    ? all
    : withNeeds(all.filter(({ folder }) => folders.includes(folder)).map(({ manifest }) => manifest.name))

for (const step of steps) {
  const stampOf = (/** @type {string} */ name) => `${step.stamp}-${name.replace('@skein/', '')}`
  const stale = asked.filter(
    ({ folder, manifest: { name } }) =>
      force || !existsSync(join(root, folder, step.result)) || !isStamped(stampOf(name), hashes.get(name) ?? ''),
  )
  const names = stale.map(({ manifest }) => manifest.name)
  if (stale.length === 0) console.log(`build: ${step.name}: everything is up to date`)
  else console.log(`build: ${step.name} of ${names.join(', ')}`)
  for (const { folder, manifest } of stale) {
    await step.run(join(root, folder))
    stamp(stampOf(manifest.name), hashes.get(manifest.name) ?? '')
  }
}
