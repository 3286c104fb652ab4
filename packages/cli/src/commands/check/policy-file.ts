import { readFileSync, statSync } from 'node:fs'
import { type Policy, Policy as PolicySchema } from '@skein/core'
import { readJson } from '@skein/http/json'
import { usageError } from '../../failure.js'
import { checkTexts as texts } from './texts.js'

const mostBytes = 1_000_000

/** The policy in a JSON file. */
export const policyIn = (file: string): Policy => {
  const read = readJson(textOf(file))
  if (read._tag !== 'Value') {
    const place =
      'location' in read && read.location !== undefined ? `${read.location.line}:${read.location.column}` : ''
    throw usageError('notJson', texts.notJson(file, place))
  }
  const parsed = PolicySchema.safeParse(read.value)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  )
  throw usageError('notPolicy', texts.notPolicy(file, places.join('; ')))
}

const textOf = (file: string): string => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined || found.isDirectory()) throw usageError('noFile', texts.noFile(file))
  if (found.size > mostBytes) throw usageError('tooLarge', texts.tooLarge(file))
  return readFileSync(file, 'utf8')
}
