import { readFileSync, statSync } from 'node:fs'
import type { Policy } from '@skein/core'
import { readJson } from '@skein/http/json'
import type { z } from 'zod'
import { usageError } from '../../failures/failure.js'
import { checkMessages as messages } from './messages.js'

const maxBytes = 1_000_000

/** The fields of a policy in a JSON file, as they are written there. */
export const readPolicy = (file: string, schema: z.ZodType<Policy>): unknown => {
  const read = readJson(contentOf(file))
  if (read._tag !== 'Value') {
    const location =
      'location' in read && read.location !== undefined ? `${read.location.line}:${read.location.column}` : ''
    throw usageError('notJson', messages.notJson(file, location))
  }
  const parsed = schema.safeParse(read.value)
  if (parsed.success) return read.value
  const places = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  )
  throw usageError('notPolicy', messages.notPolicy(file, places.join('; ')))
}

const contentOf = (file: string): string => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined || found.isDirectory()) throw usageError('noFile', messages.noFile(file))
  if (found.size > maxBytes) throw usageError('tooLarge', messages.tooLarge(file))
  return readFileSync(file, 'utf8')
}
