// A small simulated store, created once for a test file and copied where a test changes it.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStorage } from '@skein/cli'
import type { StoredEvent } from '@skein/engine'
import { type Result, runMain } from './skein.js'

/** The files of a SQLite store. */
export const storeFiles = ['', '.keys', '.master-key'] as const

export const storeUrl = (path: string): string => `sqlite:${path}`

/** Simulates a programme into `folder/name`; returns the path of the database. */
export const simulatedStore = async (
  folder: string,
  name: string,
  options: readonly string[] = ['--trainees', '8', '--months', '3'],
): Promise<string> => {
  const path = join(folder, name)
  const result = await runMain(['simulate', ...options, '--store', storeUrl(path)])
  if (result.code !== 0) throw new Error(result.stderr)
  return path
}

/** Copies a store within its folder; returns the path of the copy. */
export const copyStore = (path: string, name: string, files: readonly string[] = storeFiles): string => {
  const copy = join(path, '..', name)
  for (const end of files) copyFileSync(`${path}${end}`, `${copy}${end}`)
  return copy
}

/** Calls commands on one store. */
export const callOn =
  (path: string) =>
  (...args: readonly string[]): Promise<Result> =>
    runMain([...args, '--store', storeUrl(path)])

/** The last event of a type in a SQLite file, or in the store of a URL. */
export const lastEvent = async (path: string, type: string): Promise<StoredEvent> => {
  const storage = await openStorage(path.includes('://') ? path : storeUrl(path), { access: 'read' })
  try {
    let last: StoredEvent | undefined
    for await (const batch of storage.events.readAll({ types: [type] })) last = batch.at(-1) ?? last
    if (last === undefined) throw new Error(`there is no ${type}`)
    return last
  } finally {
    await storage.close()
  }
}
