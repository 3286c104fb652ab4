// Builds the packages whose sources, or whose dependencies' sources, have changed since their last build.
// `--force` builds them all.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.mjs'
import { hashFiles, isStamped, stamp } from './stamp.mjs'
import { root } from './toolchain.mjs'
import { builtPackages, filesBelow, needs } from './workspace.mjs'

const force = process.argv.includes('--force')
const common = ['tsconfig.base.json', 'tsconfig.emit.json', 'pnpm-lock.yaml', 'packages/tooling/src/tsup.ts']

/** @type {Map<string, string>} */
const hashes = new Map()
const stale = []
for (const { folder, manifest } of builtPackages()) {
  const own = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'tsup.config.ts'].map(
    (name) => `${folder}/${name}`,
  )
  const sources = ['src', 'data']
    .flatMap((part) => filesBelow(`${folder}/${part}`))
    .filter((path) => !path.endsWith('.test.ts'))
  const below = needs(manifest).map((name) => hashes.get(name) ?? '')
  const hash = [hashFiles([...common, ...own, ...sources]), ...below].join()
  hashes.set(manifest.name, hash)
  if (!existsSync(join(root, folder, 'src/index.ts'))) console.log(`build: ${manifest.name} has no src/index.ts yet`)
  else if (force || !existsSync(join(root, folder, 'dist/index.d.ts')) || !isStamped(stampOf(manifest.name), hash))
    stale.push(manifest.name)
}

if (stale.length === 0) console.log('build: everything is up to date')
else {
  console.log(`build: ${stale.join(', ')}`)
  const filters = stale.map((name) => `--filter=${name}`)
  run('pnpm', ['-r', '--workspace-concurrency=2', '--reporter=append-only', ...filters, 'run', 'build'], { cwd: root })
  for (const name of stale) stamp(stampOf(name), hashes.get(name) ?? '')
}

function stampOf(/** @type {string} */ name) {
  return `build-${name.replace('@skein/', '')}`
}
