// Runs the code of READMEs and docs as a user would: in an empty project with our packages installed from tarballs.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withConsumer } from './consumer.ts'
import { checkPages, hasCode } from './docs-code.ts'
import { root } from './toolchain.mjs'
import { filesBelow, packages } from './workspace.mjs'

const readmes = ['README.md', 'README.zh-CN.md', ...packages().map(({ folder }) => `${folder}/README.md`)]
const pages = [...readmes, ...filesBelow('docs').filter((path) => path.endsWith('.md'))]
  .filter((path) => existsSync(join(root, path)))
  .map((path) => ({ path, markdown: readFileSync(join(root, path), 'utf8') }))
  .filter(({ markdown }) => hasCode(markdown))

const failures = pages.length === 0 ? [] : withConsumer((folder) => checkPages(folder, pages))
for (const { path, how, message } of failures)
  console.log(`FAILED ${path} (${how})\n${message.replace(/^/gm, '       ')}`)
for (const { path } of pages) if (failures.every((failure) => failure.path !== path)) console.log(`ok     ${path}`)
console.log(`${pages.length} pages with code, ${failures.length} failures.`)
process.exitCode = failures.length === 0 ? 0 : 1
