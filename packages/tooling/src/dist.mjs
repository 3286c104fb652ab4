import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Removes the files of an earlier build that this one did not write again. It comes last, so that nothing disappears while
 * another process still imports it.
 * @param {string} folder
 * @param {number} started when this build began
 * @param {(path: string) => boolean} isOfThisStep
 */
export const removeOlder = (folder, started, isOfThisStep) => {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && isOfThisStep(path) && statSync(path).mtimeMs < started - 1000) rmSync(path)
  }
}
