import { readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Seal } from '@skein/engine'
import { z } from 'zod'
import { failed, usageError } from '../../failures/failure.js'
import { sealMessages as messages } from './messages.js'

const SealFile = z.object({ events: z.int().min(0), digest: z.string().regex(/^[0-9a-f]{64}$/) })
const maxBytes = 10_000

/** Writes a seal to a new file. */
export const writeSeal = (file: string, seal: Seal): void => {
  try {
    writeFileSync(file, `${JSON.stringify(seal)}\n`, { flag: 'wx', flush: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw failed('exists', messages.exists(file), error)
    throw error
  }
}

/** Reads the seal in a file; a file that contains none is a usage error. */
export const readSeal = (file: string): Seal => {
  const found = statSync(file, { throwIfNoEntry: false })
  const read = found?.isFile() && found.size <= maxBytes ? SealFile.safeParse(readJsonFile(file)) : undefined
  if (!read?.success) throw usageError('noSeal', messages.notSeal(file))
  return read.data
}

const readJsonFile = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
