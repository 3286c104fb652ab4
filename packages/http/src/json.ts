// Reads JSON and locates errors. `JSON.parse` gives no line, and silently takes the last of two equal keys.
import { evaluate, parse } from '@humanwhocodes/momoa'
import { countPairs, hasEscapedKey, locateDuplicateKey, scanJson, type TextLocation } from './json/scan.js'

export type { TextLocation } from './json/scan.js'

/** The value of a JSON text, or why there is none. The text itself is never quoted: it may hold personal data. */
export type ReadJson =
  | { readonly _tag: 'Value'; readonly value: unknown }
  | { readonly _tag: 'Invalid'; readonly location: TextLocation | undefined }
  | { readonly _tag: 'DuplicateKey'; readonly location: TextLocation }
  | { readonly _tag: 'TooDeep' }

/** Reads JSON. Two equal keys in one object are an error, because readers disagree on which one counts. */
export const readJson = (text: string): ReadJson => {
  try {
    if (hasEscapedKey(text)) return withEscapedKeys(text)
    const value: unknown = JSON.parse(text)
    const location = countPairs(value) === scanJson(text).pairs ? undefined : locateDuplicateKey(text)
    return location === undefined ? { _tag: 'Value', value } : { _tag: 'DuplicateKey', location }
  } catch (error) {
    return error instanceof RangeError ? { _tag: 'TooDeep' } : { _tag: 'Invalid', location: locateSyntaxError(text) }
  }
}

/**
 * V8 of Node 24 misreads some escaped keys: depending on what it parsed before, `JSON.parse` gives `"\\u0061"` in an object
 * the key `\\`. Such texts are rare, and another parser reads them.
 */
const withEscapedKeys = (text: string): ReadJson => {
  const location = locateDuplicateKey(text)
  return location === undefined ? { _tag: 'Value', value: evaluate(parse(text)) } : { _tag: 'DuplicateKey', location }
}

const locateSyntaxError = (text: string): TextLocation | undefined => {
  try {
    parse(text)
    return undefined
  } catch (error) {
    return hasLocation(error) ? { line: error.line, column: error.column } : undefined
  }
}

const hasLocation = (error: unknown): error is TextLocation =>
  typeof error === 'object' && error !== null && 'line' in error && 'column' in error
