import { readFileSync } from 'node:fs'
import { DivisionsError, parseDivisions } from '@skein/example-chadian'
import type { Division } from '@skein/simulator'
import { usageError } from '../failure.js'
import { failureOf } from '../failure-of.js'
import { inputTexts } from '../texts/input.js'

/** The real divisions of one county, which are published with this package. */
export const ownDivisions = (): readonly Division[] =>
  parseDivisions(readFileSync(new URL('./divisions-wuding.csv', import.meta.url), 'utf8'))

/** Divisions from a file that somebody named: `code,name,level,parent` lines. */
export const divisionsIn = (file: string): readonly Division[] => {
  try {
    return parseDivisions(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof DivisionsError) throw usageError('badDivisions', inputTexts.badDivisions(file, error.message))
    throw usageError('noFile', failureOf(error).text)
  }
}
