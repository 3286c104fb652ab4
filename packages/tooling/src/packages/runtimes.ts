import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toolchain } from '../toolchain.mjs'

/** A program that runs JavaScript, as a package of npm. Only checks of the packages install them, and only once. */
interface Runtime {
  readonly name: string
  readonly package: string
  readonly version: string
  readonly bin: string
  /** What stands before the file that it runs. */
  readonly args: readonly string[]
}

const platform = `${process.platform}-${process.arch}`
const bunPlatforms: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-aarch64',
  'darwin-arm64': 'darwin-aarch64',
}
const denoPlatforms: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64-glibc',
  'linux-arm64': 'linux-arm64-glibc',
  'darwin-arm64': 'darwin-arm64',
}

/** The other runtimes that are supported. */
export const otherRuntimes: readonly Runtime[] = [
  { name: 'Bun', package: `@oven/bun-${bunPlatforms[platform]}`, version: '1.4.5', bin: 'bin/bun', args: [] },
  { name: 'Deno', package: `@deno/${denoPlatforms[platform]}`, version: '2.9.6', bin: 'deno', args: ['run', '-A'] },
]

/** A Node that is too old for the packages. */
export const oldNode: Runtime = {
  name: 'Node 20',
  package: process.platform === 'darwin' ? `node-bin-${platform}` : `node-${platform}`,
  version: '20.20.2',
  bin: 'bin/node',
  args: [],
}

/** Whether there are packages of the runtimes for this machine. */
export const hasRuntimes = platform in bunPlatforms

const folder = join(toolchain, 'runtimes')
const pathOf = (runtime: Runtime) => join(folder, 'node_modules', runtime.package, runtime.bin)

/** Installs the runtimes into `.toolchain/runtimes`, unless they are there. */
export const installRuntimes = (runtimes: readonly Runtime[]): void => {
  const specs = runtimes.map((runtime) => `${runtime.package}@${runtime.version}`)
  const manifest = join(folder, 'package.json')
  if (runtimes.every((runtime) => existsSync(pathOf(runtime)))) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(manifest, '{ "private": true }\n')
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['install', ...options, ...specs], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** The command that runs a file. */
export const commandOf = (runtime: Runtime, file: string): readonly [command: string, args: readonly string[]] => [
  pathOf(runtime),
  [...runtime.args, file],
]
