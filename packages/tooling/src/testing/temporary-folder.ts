import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one test file, and database paths in it, each used once. @param name unique among the test files */
export const temporaryFolder = (name: string) => {
  const path = join(tmpdir(), `skein-${name}-${process.pid}`)
  let files = 0
  return {
    path,
    create: () => {
      mkdirSync(path, { recursive: true })
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
    freshPath: () => join(path, `${++files}.db`),
  }
}
