// Looks for words that the project has given up, in code, test titles and documents:
//   check-words.ts [--summary] [FOLDER ...]
// `--summary` prints only how many there are in each package. The list is `lint/retired-words.ts`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './toolchain.mjs'
import { retiredWords } from './words.ts'
import { filesBelow, packages } from './workspace.mjs'

const args = process.argv.slice(2)
const folders = args.filter((arg) => !arg.startsWith('--')).map((folder) => folder.replace(/\/$/, ''))

const isCode = (path: string) => /\.(ts|mjs)$/.test(path) && !path.endsWith('.d.ts')
const isDocument = (path: string) => path.endsWith('.md')
const files = [
  ...['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md'],
  ...filesBelow('docs').filter(isDocument),
  ...packages().flatMap(({ folder }) => [
    `${folder}/README.md`,
    ...['src', 'test'].flatMap((part) => filesBelow(`${folder}/${part}`).filter(isCode)),
  ]),
].filter((path) => folders.length === 0 || folders.some((folder) => path === folder || path.startsWith(`${folder}/`)))

const found = files.flatMap((path) => {
  const text = readText(path)
  return text === undefined ? [] : retiredWords(path, text)
})

if (args.includes('--summary')) {
  const counts = new Map<string, number>()
  for (const { path } of found) {
    const name = /^(packages|examples)\/[^/]+/.exec(path)?.[0] ?? 'documents'
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  for (const [name, count] of counts) console.log(`${String(count).padStart(6)} ${name}`)
} else
  for (const { path, line, word, instead } of found)
    console.log(`${path}:${line}: "${word}" is retired: write ${instead}`)
console.log(`${files.length} files, ${found.length} retired words.`)
process.exitCode = found.length === 0 ? 0 : 1

function readText(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined // a package without a README
  }
}
