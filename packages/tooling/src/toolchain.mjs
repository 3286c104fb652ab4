import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { outputOf, run } from './run.mjs'

export const root = fileURLToPath(new URL('../../..', import.meta.url))
export const toolchain = join(root, '.toolchain')

const nodeVersion = '24.21.0'
const pnpmVersion = '12.21.0'
const pnpmMajor = '12.' // another one reads the workspace file differently
const nodeFloor = [22, 18] // from here on Node runs TypeScript as it is
const bin = join(toolchain, 'node_modules', '.bin')

/** @param {string} version @param {readonly number[]} floor */
export const isAtLeast = (version, [major = 0, minor = 0]) => {
  const [ownMajor = 0, ownMinor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

/** The Node that the set-up has put into `.toolchain`, if it has. */
export const ownNode = () => {
  const path = join(toolchain, 'node_modules', nodePackage(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(path) ? path : undefined
}

/** npm has every Node binary as a package of its own; `node` itself would fetch it in an install script. */
const nodePackage = () => {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  return `${platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${platform}-${process.arch}`
}

const installedVersion = (/** @type {string} */ name) => {
  const manifest = join(toolchain, 'node_modules', name, 'package.json')
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : undefined
}

/**
 * Makes sure of a Node and a pnpm that can build this repository, from npm where the machine has none.
 * @returns {NodeJS.ProcessEnv} the environment in which they come first
 */
export const ensureToolchain = () => {
  const missing = [
    ...(isAtLeast(process.version, nodeFloor) ? [] : [{ name: nodePackage(), version: nodeVersion }]),
    ...(outputOf('pnpm', ['--version'])?.startsWith(pnpmMajor) ? [] : [{ name: 'pnpm', version: pnpmVersion }]),
  ]
  if (missing.length === 0) return process.env
  const absent = missing.filter(({ name, version }) => installedVersion(name) !== version)
  if (absent.length > 0) {
    const specs = missing.map(({ name, version }) => `${name}@${version}`)
    console.log(`set-up: installing ${specs.join(' and ')} into .toolchain/`)
    mkdirSync(toolchain, { recursive: true })
    writeFileSync(join(toolchain, 'package.json'), '{ "private": true }\n')
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', ...specs], { cwd: toolchain })
  }
  return { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) }
}
