import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, toolchain } from './toolchain.mjs'

/** The content of files (paths from the root) as one hash; a missing file counts as empty. */
export const hashFiles = (/** @type {readonly string[]} */ paths) => {
  const hash = createHash('sha256')
  for (const path of [...paths].sort()) {
    const file = join(root, path)
    hash
      .update(`${path}\0`)
      .update(existsSync(file) ? readFileSync(file) : '')
      .update('\0')
  }
  return hash.digest('hex')
}

/** What was done for which content is remembered in `.toolchain/stamps`. */
const fileOf = (/** @type {string} */ name) => join(toolchain, 'stamps', name)

export const isStamped = (/** @type {string} */ name, /** @type {string} */ hash) =>
  existsSync(fileOf(name)) && readFileSync(fileOf(name), 'utf8') === hash

export const stamp = (/** @type {string} */ name, /** @type {string} */ hash) => {
  mkdirSync(dirname(fileOf(name)), { recursive: true })
  writeFileSync(fileOf(name), hash)
}
