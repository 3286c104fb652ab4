import { readFileSync } from 'node:fs'
import { type DivisionsError, parseDivisions } from '@skein/example-chadian'
import { hasTag } from '@skein/kernel'
import type { Division } from '@skein/simulator'
import { usageError } from '../failures/failure.js'
import { failureOf } from '../failures/failure-of.js'
import { inputMessages as messages } from '../messages/input.js'

/** The real divisions of Wuding county, which this package contains. */
export const wudingDivisions = (): readonly Division[] =>
  parseDivisions(readFileSync(new URL('./divisions-wuding.csv', import.meta.url), 'utf8'))

/** The divisions in a CSV file of `code,name,level,parent`. */
export const divisionsIn = (file: string): readonly Division[] => {
  try {
    return parseDivisions(readFileSync(file, 'utf8'))
  } catch (error) {
    if (hasTag<DivisionsError>(error, 'DivisionsError'))
      throw usageError('badDivisions', messages.badDivisions(file, error.message))
    throw usageError('noFile', failureOf(error).text)
  }
}
