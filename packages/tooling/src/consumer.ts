import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { root } from './toolchain.mjs'
import { publishedPackages } from './workspace.mjs'

const require = createRequire(import.meta.url)

/** Packs every published package as it would be published; the paths of the tarballs, in the order of `publishedPackages`. */
export const packAll = (folder: string): readonly string[] => {
  const filters = publishedPackages().map(({ manifest }) => `--filter=${manifest.name}`)
  execFileSync('pnpm', ['-r', ...filters, 'pack', '--pack-destination', folder], { cwd: root, stdio: 'pipe' })
  return publishedPackages().map(({ manifest: { name, version } }) => {
    const tarball = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
    if (!readdirSync(folder).includes(tarball)) throw new Error(`pnpm packed no ${tarball}`)
    return join(folder, tarball)
  })
}

/** Somebody else's empty project, outside this repository, with our packages installed from their tarballs. */
export const withConsumer = <Result>(use: (folder: string, tarballs: readonly string[]) => Result): Result =>
  withTemporaryFolder((folder) => {
    mkdirSync(join(folder, 'tarballs'))
    const tarballs = packAll(join(folder, 'tarballs'))
    writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }\n')
    const tools = ['typescript', '@types/node'].map((name) => `${name}@${require(`${name}/package.json`).version}`)
    const install = [
      'install',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      '--loglevel=error',
      ...tarballs,
      ...tools,
    ]
    execFileSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
    return use(folder, tarballs)
  })

export const withTemporaryFolder = <Result>(use: (folder: string) => Result): Result => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-')))
  try {
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs a program; what it printed if it failed, otherwise undefined. */
export const failureOf = (command: string, args: readonly string[], folder: string, seconds = 120) => {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: seconds * 1000,
  })
  if (status === 0) return undefined
  return [stdout, stderr, error?.message].filter(Boolean).join('\n').trim() || `exit code ${status}`
}

/** Type-checks files of a folder as strictly as TypeScript can; what it complained about, otherwise undefined. */
export const typeErrorsOf = (folder: string, files: readonly string[]) => {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    target: 'ES2023',
    module: 'NodeNext',
    types: ['node'],
    allowImportingTsExtensions: true,
    noEmit: true,
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  return failureOf(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', '.', '--pretty', 'false'], folder)
}

/** The files of `@types/node` that a program of a project needs without asking for them; `undefined` if there are none. */
export const nodeTypesIn = (folder: string, file: string): string | undefined => {
  const program = ts.createProgram([join(folder, file)], {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'],
    module: ts.ModuleKind.NodeNext,
    types: [],
    noEmit: true,
  })
  const found = program.getSourceFiles().filter(({ fileName }) => fileName.includes('/@types/node/'))
  const errors = ts.getPreEmitDiagnostics(program)
  const problems = [
    ...found.slice(0, 3).map(({ fileName }) => `it loads ${fileName}`),
    ...errors.slice(0, 10).map((error) => ts.formatDiagnostic(error, formatHost)),
  ]
  return problems.length === 0 ? undefined : problems.join('\n')
}

const formatHost: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => '/',
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
}
