import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { removeOlder } from './dist.mjs'

/** Files that do not change while packages are built: parsed once for all of them. @type {Map<string, ts.SourceFile>} */
const parsed = new Map()
const isFixed = (/** @type {string} */ path) => path.includes('/node_modules/') && !path.includes('/packages/')

/**
 * Writes the declarations of a package, as its `tsconfig.build.json` says, for `import` and for `require`.
 * Types are not checked here but by `pnpm typecheck`.
 */
export const declare = (/** @type {string} */ folder) => {
  const started = Date.now()
  const config = ts.getParsedCommandLineOfConfigFile(
    join(folder, 'tsconfig.build.json'),
    { noCheck: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => fail([diagnostic]) },
  )
  if (config === undefined) return
  const program = ts.createProgram(config.fileNames, config.options, hostOf(config.options))
  const hasCommonJs = readFileSync(join(folder, 'package.json'), 'utf8').includes('"require":')
  const { diagnostics } = program.emit(undefined, (path, text) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    if (hasCommonJs && path.endsWith('.d.ts')) writeFileSync(path.replace(/\.d\.ts$/, '.d.cts'), forRequire(text))
  })
  const errors = [...config.errors, ...program.getSyntacticDiagnostics(), ...diagnostics]
  if (errors.length > 0) fail(errors)
  removeOlder(join(folder, 'dist'), started, (path) => /\.d\.c?ts(\.map)?$/.test(path))
}

const hostOf = (/** @type {ts.CompilerOptions} */ options) => {
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (path, target, ...rest) => {
    if (!isFixed(path)) return getSourceFile(path, target, ...rest)
    const format = typeof target === 'object' ? target.impliedNodeFormat : undefined
    const key = `${path} ${format}`
    const file = parsed.get(key) ?? getSourceFile(path, target, ...rest)
    if (file) parsed.set(key, file)
    return file
  }
  return host
}

/** CommonJS reads `.d.cts`: the same declarations, pointing at each other. */
const forRequire = (/** @type {string} */ declarations) =>
  declarations
    .replace(/((?:from|import\()\s*['"]\.{1,2}\/[^'"]*?)\.js(['"])/g, '$1.cjs$2')
    .replace(/^\/\/# sourceMappingURL=.*$/m, '')

const fail = (/** @type {readonly ts.Diagnostic[]} */ diagnostics) => {
  console.error(ts.formatDiagnostics(diagnostics, formatHost))
  process.exit(1)
}

const formatHost = {
  getCurrentDirectory: () => process.cwd(),
  getCanonicalFileName: (/** @type {string} */ name) => name,
  getNewLine: () => '\n',
}
