// Looks at every published package as a user gets it: the packed tarball, by publint and attw, then installed into an
// empty project and used from ESM, from CommonJS and from a strict TypeScript program.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failureOf, typeErrorsOf, withConsumer } from './consumer.ts'
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

withConsumer((folder, tarballs) => {
  for (const [index, one] of publishedPackages().entries()) {
    const tarball = tarballs[index] ?? ''
    const { name } = one.manifest
    check(`${name}: publint`, failureOf(tool('publint'), ['run', tarball, '--strict'], root))
    const profile = isForRequire(one) ? 'node16' : 'esm-only'
    check(`${name}: attw`, failureOf(tool('attw'), [tarball, '--profile', profile, '--no-color', '--no-emoji'], root))
  }

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

  for (const { manifest } of publishedPackages())
    for (const bin of Object.keys(manifest.bin ?? {}))
      check(`${bin} --help`, failureOf('npx', ['--no-install', bin, '--help'], folder))
})

console.log(
  failures.length === 0 ? 'All packages are fit to publish.' : `${failures.length} checks of the packages failed.`,
)
process.exitCode = failures.length === 0 ? 0 : 1
