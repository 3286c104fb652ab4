// Looks at every published package as a user gets it: the packed tarball, by publint and attw, then installed into an
// empty project and used from ESM, from CommonJS, from a strict TypeScript program, and on other runtimes.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failureOf, nodeTypesIn, typeErrorsOf, withConsumer } from './consumer.ts'
import { contentProblems } from './packages/packed-content.ts'
import { everything, refusalOfOldNode, twoCopies } from './packages/programs.ts'
import { commandOf, hasRuntimes, installRuntimes, oldNode, otherRuntimes } from './packages/runtimes.ts'
import { root } from './toolchain.mjs'
import { type Package, publishedPackages } from './workspace.mjs'

const tool = (name: string) => join(root, 'packages/tooling/node_modules/.bin', name)

const failures: string[] = []
const check = (title: string, failure: string | undefined) => {
  console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${title}`)
  if (failure !== undefined) {
    console.log(failure.replace(/^/gm, '       '))
    failures.push(title)
  }
}

/** Every path that a package can be imported by. */
const importPaths = ({ manifest: { name, exports = {} } }: Package) =>
  Object.keys(exports)
    .filter((path) => path !== './package.json' && !path.includes('*'))
    .map((path) => join(name, path))

const isForRequire = ({ manifest: { exports = {} } }: Package) => JSON.stringify(exports).includes('"require"')

/** The tarballs themselves. */
const checkTarballs = (tarballs: readonly string[]): void => {
  for (const [index, one] of publishedPackages().entries()) {
    const tarball = tarballs[index] ?? ''
    const { name } = one.manifest
    check(`${name}: content`, contentProblems(tarball))
    check(`${name}: publint`, failureOf(tool('publint'), ['run', tarball, '--strict'], root))
    const profile = isForRequire(one) ? 'node16' : 'esm-only'
    check(`${name}: attw`, failureOf(tool('attw'), [tarball, '--profile', profile, '--no-color', '--no-emoji'], root))
  }
}

/** `npm publish` in the folder of a package, which must not work. */
const checkRefusal = (): void => {
  const refusal = failureOf('npm', ['publish', '--dry-run'], join(root, 'packages/kernel'))
  const isRefused = refusal?.includes('pnpm release --dry-run') === true
  check('npm publish in a folder is refused, with what to do', isRefused ? undefined : `it was not: ${refusal}`)
}

/** Every path is imported, required and type-checked. */
const checkImports = (folder: string): void => {
  const paths = publishedPackages().flatMap(importPaths)
  const list = (line: (path: string, name: string) => string) =>
    paths.map((path, index) => line(path, `m${index}`)).join('\n')
  const names = paths.map((_, index) => `m${index}`).join(', ')
  const write = (file: string, text: string) => writeFileSync(join(folder, file), `${text}\n`)
  const imports = list((path, name) => `import * as ${name} from '${path}'`)
  const emptyModule = `const empty = [${names}].findIndex((exported) => Object.keys(exported).length === 0)
if (empty !== -1) throw new Error('nothing is exported by ' + ${JSON.stringify(paths)}[empty])`

  write('use.mjs', `${imports}\n${emptyModule}`)
  check('used from ESM', failureOf(process.execPath, ['use.mjs'], folder))

  write('use.cjs', `${list((path, name) => `const ${name} = require('${path}')`)}\n${emptyModule}`)
  check('used from CommonJS', failureOf(process.execPath, ['use.cjs'], folder))

  write(
    'same.mjs',
    `import { createRequire } from 'node:module'\n${imports}
const require = createRequire(import.meta.url)
const namesOf = (exported) => Object.keys(exported).filter((name) => name !== 'default' && name !== 'module.exports').sort().join()
${list((path, name) => `if (namesOf(${name}) !== namesOf(require('${path}'))) throw new Error('ESM and CommonJS differ: ${path}')`)}`,
  )
  check('ESM and CommonJS export the same', failureOf(process.execPath, ['same.mjs'], folder))

  write('use.mts', `${imports}\nexport const all: readonly object[] = [${names}]`)
  write(
    'use.cts',
    `${list((path, name) => `import ${name} = require('${path}')`)}\nexport const all: readonly object[] = [${names}]`,
  )
  check('used from strict TypeScript', typeErrorsOf(folder, ['use.mts', 'use.cts']))

  const withoutNode = ['kernel', 'core', 'engine', 'engine/storage', 'simulator'].map((name) => `@skein/${name}`)
  write('plain.mts', withoutNode.map((path, index) => `export * as m${index} from '${path}'`).join('\n'))
  check('no types of Node in the types of the library', nodeTypesIn(folder, 'plain.mts'))
}

/** Programs that use the packages. */
const checkPrograms = (folder: string): void => {
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
  write('everything.mjs', everything)
  write('two-copies.mjs', twoCopies)
  write('old-node.mjs', refusalOfOldNode)
  check('a program with SQLite and HTTP, on Node', failureOf(process.execPath, ['everything.mjs'], folder))
  check('ESM and CommonJS copies work together', failureOf(process.execPath, ['two-copies.mjs'], folder))
  if (!hasRuntimes) {
    console.log('skipped: other runtimes, which have no package for this machine')
    return
  }
  installRuntimes([...otherRuntimes, oldNode])
  for (const runtime of otherRuntimes)
    check(
      `a program with SQLite and HTTP, on ${runtime.name} ${runtime.version}`,
      failureOf(...commandOf(runtime, 'everything.mjs'), folder),
    )
  check(`refused on ${oldNode.name}`, failureOf(...commandOf(oldNode, 'old-node.mjs'), folder))
}

/** A programme that extends the domain, with the oldest and the newest versions of what it brings itself. */
const checkOwnProgramme = (tarballs: readonly string[]): void => {
  const runner = join(import.meta.dirname, 'packages/own-programme.ts')
  check('an own programme, from the tarballs', failureOf(process.execPath, [runner, ...tarballs], root, 600))
}

/** Checks all published packages; the titles of the checks that failed. */
export const checkPackages = (
  useTarballs: (tarballs: readonly string[]) => void = () => undefined,
): readonly string[] => {
  checkRefusal()
  withConsumer((folder, tarballs) => {
    checkTarballs(tarballs)
    checkImports(folder)
    checkPrograms(folder)
    checkOwnProgramme(tarballs)
    for (const { manifest } of publishedPackages())
      for (const bin of Object.keys(manifest.bin ?? {}))
        check(`${bin} --help`, failureOf('npx', ['--no-install', bin, '--help'], folder))
    if (failures.length === 0) useTarballs(tarballs)
  })
  console.log(
    failures.length === 0 ? 'All packages are fit to publish.' : `${failures.length} checks of the packages failed.`,
  )
  return failures
}

if (process.argv[1] === import.meta.filename) process.exitCode = checkPackages().length === 0 ? 0 : 1
