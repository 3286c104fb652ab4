import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of this test file, and paths in it that were never used. */
export const temporaryFolder = (name: string) => {
  const path = join(tmpdir(), `skein-eventstoredb-${name}-${process.pid}`)
  let files = 0
  return {
    path,
    make: () => {
      mkdirSync(path, { recursive: true })
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
    freshPath: () => join(path, `${++files}.db`),
  }
}
