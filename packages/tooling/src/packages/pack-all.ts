// Packs all published packages into a folder, to use them in a project of one's own while they are on no registry.
//   pack-all.ts [FOLDER]     default ./tarballs
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { packAll } from '../consumer.ts'
import { root } from '../toolchain.mjs'
import { publishedPackages } from '../workspace.mjs'

/** What most projects start with; npm must get the packages that these need in the same line. */
const starter = ['kernel', 'core', 'engine', 'storage-sqlite']
const peers = 'zod@4 fp-ts@2'

const folder = resolve(process.argv[2] ?? join(root, 'tarballs'))
mkdirSync(folder, { recursive: true })
for (const name of readdirSync(folder)) if (name.endsWith('.tgz')) rmSync(join(folder, name))
const tarballs = packAll(folder)

const lineOf = (paths: readonly string[], more: string) =>
  `npm install ${paths.map((path) => (path.includes(' ') ? `"${path}"` : path)).join(' ')} ${more}`
const pathOf = (name: string) =>
  tarballs[publishedPackages().findIndex(({ manifest }) => manifest.name === `@skein/${name}`)] ?? ''

const text = `In the folder of your project. Give npm all packages that you use in one line: no registry has them yet.

The library, with SQLite:
  ${lineOf(starter.map(pathOf), peers)}

Everything, with the command line, HTTP and the testkit:
  ${lineOf(tarballs, `${peers} vitest fast-check`)}
`
writeFileSync(join(folder, 'INSTALL.txt'), text)
console.log(`${tarballs.length} packages are in ${folder}\n\n${text}`)
