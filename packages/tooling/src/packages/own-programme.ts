// Builds and runs examples/own-programme as its authors would, outside this repository, from the tarballs of the
// packages: as ES modules and as CommonJS, with the oldest and with the newest versions of everything it brings itself.
// Usage: node own-programme.ts TARBALL...
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../toolchain.mjs'

const run = promisify(execFile)
const example = join(root, 'examples/own-programme')

type Versions = Readonly<Record<string, string>>

const oldest: Versions = {
  typescript: '5.4.5',
  zod: '4.0.0',
  'fp-ts': '2.16.0',
  vitest: '3.0.0',
  'fast-check': '4.0.0',
  '@types/node': '22.14.0',
}

/** The versions that this repository uses, which its maintainers keep new. */
const newestOf = (names: readonly string[]): Versions => {
  const require = createRequire(import.meta.url)
  const places = [example, join(root, 'packages/core'), join(root, 'packages/tooling')]
  return Object.fromEntries(
    names.map((name) => {
      const manifest = require.resolve(`${name}/package.json`, { paths: places })
      return [name, String(JSON.parse(readFileSync(manifest, 'utf8')).version)]
    }),
  )
}

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  target: 'ES2022',
  lib: ['ES2023'],
  module: 'NodeNext',
  types: ['node'],
}

/** A project with the example's sources, whose modules are of one type. */
const writeProject = (folder: string, type: 'module' | 'commonjs', dependencies: Versions): void => {
  mkdirSync(folder, { recursive: true })
  const writeJson = (file: string, value: object) => writeFileSync(join(folder, file), JSON.stringify(value, null, 2))
  writeJson('package.json', { name: `own-programme-${type}`, private: true, type, dependencies })
  const build = { ...compilerOptions, rootDir: 'src', outDir: 'dist', declaration: true }
  writeJson('tsconfig.json', { compilerOptions: build, include: ['src'] })
  cpSync(join(example, 'src'), join(folder, 'src'), { recursive: true })
}

const shownLines = 40

/** Runs a program of the project; rejects with what it printed. */
const runIn = async (folder: string, command: string, args: readonly string[]): Promise<string> => {
  try {
    const { stdout } = await run(command, args, { cwd: folder, maxBuffer: 100_000_000, timeout: 400_000 })
    return stdout
  } catch (error) {
    // boundary: the promise of a program rejects with what it printed
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string }
    const lines = `${stdout}\n${stderr}`.trim().split('\n')
    throw new Error([[command, ...args].join(' '), ...lines].join('\n'), { cause: error })
  }
}

const expectIn = (output: string, ...parts: readonly string[]): void => {
  const missing = parts.find((part) => !output.includes(part))
  if (missing !== undefined) throw new Error(`expected ${missing} in the output:\n${output.slice(0, 2000)}`)
}

/**
 * Compiles a project, and checks the declarations of our packages. Those of other packages may need a newer TypeScript:
 * their users leave them out (`skipLibCheck`).
 */
const compile = async (project: string, tsc: string, config = 'tsconfig.json'): Promise<void> => {
  const all = await runIn(project, tsc, ['-p', config, '--pretty', 'false']).catch((error: Error) => error.message)
  const own = all.split('\n').filter((line) => /^(src|test|(\.\.\/)?node_modules\/@skein)\//.test(line))
  if (own.length > 0) throw new Error(own.slice(0, shownLines).join('\n'))
}

const useProgramme = async (folder: string, tarballs: readonly string[], versions: Versions): Promise<void> => {
  const skein = Object.fromEntries(tarballs.map((path) => [nameOf(path), `file:${path}`]))
  writeProject(folder, 'module', { ...skein, ...versions })
  cpSync(join(example, 'test'), join(folder, 'test'), { recursive: true })
  const tests = { compilerOptions: { ...compilerOptions, noEmit: true }, include: ['src', 'test'] }
  writeFileSync(join(folder, 'tsconfig.test.json'), JSON.stringify(tests))
  // inside the other project, whose node_modules it uses
  const commonJs = join(folder, 'commonjs')
  writeProject(commonJs, 'commonjs', {})

  await runIn(folder, 'npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'])
  const bin = (name: string) => join(folder, 'node_modules/.bin', name)
  await Promise.all([folder, commonJs].map((project) => compile(project, bin('tsc'))))
  await compile(folder, bin('tsc'), 'tsconfig.test.json')
  for (const project of [folder, commonJs]) {
    const output = await runIn(project, process.execPath, ['dist/main.js'])
    expectIn(output, 'certificates: { grafting: 1 }, paidFen: 20000', 'over HTTP: 422', "rule: 'Q2'")
  }
  const contract = await runIn(commonJs, bin('skein'), ['openapi', '--domain', './dist/index.js', '--json'])
  expectIn(contract, '/v1/commands/AwardCertificate', '/v1/projections/certificateBoard')
  expectIn(await runIn(folder, bin('vitest'), ['run', '--root', '.', '--dir', 'test']), 'passed')
}

/** `@skein/core` of `…/skein-core-0.1.0.tgz`. */
const nameOf = (tarball: string): string =>
  `@skein/${/skein-([^/]+)-\d+\.\d+\.\d+[^/]*\.tgz$/.exec(tarball)?.[1] ?? tarball}`

const check = async (title: string, tarballs: readonly string[], versions: Versions): Promise<boolean> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'own-programme-')))
  try {
    await useProgramme(folder, tarballs, versions)
    console.log(`ok     ${title}`)
    return true
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    console.log([`FAILED ${title}`, ...message.split('\n').slice(0, shownLines)].join('\n'))
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const tarballs = process.argv.slice(2)
const results = await Promise.all([
  check('own programme with the oldest peers', tarballs, oldest),
  check('own programme with the newest peers', tarballs, newestOf(Object.keys(oldest))),
])
process.exitCode = results.every(Boolean) ? 0 : 1
