// From a fresh clone to a built workspace, with nothing but Node 20, npm and git: `npm test`, `npm run demo`.
//   setup.mjs                     installs tools and dependencies, builds
//   setup.mjs --run SCRIPT [...]  the same, then runs a script of the root package.json, with its arguments
// `--javascript` before `--run` builds no declarations, for scripts that only run programs. What is up to date is skipped,
// so that a second run takes a second.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.mjs'
import { hashFiles, isStamped, stamp } from './stamp.mjs'
import { ensureToolchain, root } from './toolchain.mjs'
import { packages } from './workspace.mjs'

const started = Date.now()
const seconds = () => ((Date.now() - started) / 1000).toFixed(1)
const env = { ...ensureToolchain(), SKEIN_STARTED_AT: String(started) }
const inRoot = { cwd: root, env }

const manifests = ['package.json', ...packages().map(({ folder }) => `${folder}/package.json`)]
const dependencies = hashFiles(['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests])
if (existsSync(join(root, 'node_modules/.modules.yaml')) && isStamped('dependencies', dependencies)) {
  console.log('set-up: dependencies are up to date')
} else {
  console.log('set-up: installing dependencies')
  run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'], inRoot)
  stamp('dependencies', dependencies)
}
const given = process.argv.slice(2)
const buildOptions = given[0] === '--javascript' ? given.splice(0, 1) : []
run('node', ['packages/tooling/src/build.mjs', ...buildOptions], inRoot)
console.log(`set-up: done in ${seconds()} s`)

const [flag, script, ...args] = given
if (flag === '--run' && script) run('pnpm', ['run', '--silent', script, ...args], inRoot)
if (script === 'demo:run') console.log(`\nAll of it, set-up included, took ${seconds()} s.`)
