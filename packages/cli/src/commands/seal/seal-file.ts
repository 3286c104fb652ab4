import { readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Seal } from '@skein/engine'
import { z } from 'zod'
import { failed, usageError } from '../../failure.js'
import { sealTexts as texts } from './texts.js'

const SealFile = z.object({ events: z.int().min(0), digest: z.string().regex(/^[0-9a-f]{64}$/) })
const mostBytes = 10_000

/** Keeps a seal in a new file. */
export const writeSeal = (file: string, seal: Seal): void => {
  try {
    writeFileSync(file, `${JSON.stringify(seal)}\n`, { flag: 'wx', flush: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw failed('exists', texts.exists(file), error)
    throw error
  }
}

/** The seal in a file; a file that holds none is wrong use. */
export const readSeal = (file: string): Seal => {
  const found = statSync(file, { throwIfNoEntry: false })
  const read = found?.isFile() && found.size <= mostBytes ? SealFile.safeParse(parsed(file)) : undefined
  if (!read?.success) throw usageError('noSeal', texts.noSeal(file))
  return read.data
}

const parsed = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
