// Writes the values of `project.json` into the files that repeat them.
//   stamp-project.ts           writes them
//   stamp-project.ts --check   fails if a file differs
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../toolchain.mjs'
import { outdatedFiles } from './project.ts'

const isCheck = process.argv.includes('--check')
const outdated = outdatedFiles()
if (!isCheck) for (const { path, text } of outdated) writeFileSync(join(root, path), text)
for (const { path } of outdated) console.log(isCheck ? `differs from project.json: ${path}` : `wrote ${path}`)
if (outdated.length === 0) console.log('All files agree with project.json.')
else if (isCheck) console.log('Run `pnpm stamp` and commit the result.')
process.exitCode = isCheck && outdated.length > 0 ? 1 : 0
