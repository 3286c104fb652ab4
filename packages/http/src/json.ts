// Reads JSON and locates errors. `JSON.parse` gives no line, and silently takes the last of two equal keys.
import { parse as parseWithLocations } from '@humanwhocodes/momoa'
import { locateDuplicateKey } from './json/duplicate-key.js'
import { parseEscapedKeys } from './json/escaped-keys.js'
import { type JsonLimits, type JsonScan, scanJson, type TextLocation } from './json/scan.js'

export type { TextLocation } from './json/scan.js'

/** The value of a JSON text, or why there is none. The text itself is never quoted: it may hold personal data. */
export type ReadJson =
  | { readonly _tag: 'Value'; readonly value: unknown }
  | { readonly _tag: 'Invalid'; readonly location: TextLocation | undefined }
  | { readonly _tag: 'DuplicateKey'; readonly location: TextLocation | undefined }
  | { readonly _tag: 'TooDeep' }

/**
 * Reads JSON. Two equal keys in one object are an error, because readers disagree on which one counts. The time is linear
 * in the length of the text, whatever it holds.
 */
export const readJson = (text: string): ReadJson => parseScanned(text, scanJson(text))

/** The same within limits, which are checked before parsing: parsers recurse, and large objects are expensive. */
export const readJsonWithin = (text: string, limits: JsonLimits): ReadJson | { readonly _tag: 'TooManyKeys' } => {
  const scan = scanJson(text, limits)
  if (scan.depth > limits.depth) return { _tag: 'TooDeep' }
  if (scan.mostKeys > limits.keys) return { _tag: 'TooManyKeys' }
  return parseScanned(text, scan)
}

const parseScanned = (text: string, { pairs, hasEscapedKey }: JsonScan): ReadJson => {
  try {
    // V8 of Node 24 misreads some escaped keys: depending on what it parsed before, it gives `"\\u0061"` the key `\\`
    const parsed = hasEscapedKey ? parseEscapedKeys(text) : parse(text)
    return parsed.pairs === pairs ? { _tag: 'Value', value: parsed.value } : duplicateKey(text)
  } catch (error) {
    return error instanceof RangeError ? { _tag: 'TooDeep' } : invalid(text)
  }
}

// Located on demand only: finding the place takes longer than finding out that there is one.
const duplicateKey = (text: string): ReadJson => ({
  _tag: 'DuplicateKey',
  get location() {
    return locateDuplicateKey(text)
  },
})

const invalid = (text: string): ReadJson => ({
  _tag: 'Invalid',
  get location() {
    return locateSyntaxError(text)
  },
})

const locateSyntaxError = (text: string): TextLocation | undefined => {
  try {
    parseWithLocations(text)
    return undefined
  } catch (error) {
    return hasLocation(error) ? { line: error.line, column: error.column } : undefined
  }
}

const hasLocation = (error: unknown): error is TextLocation =>
  typeof error === 'object' && error !== null && 'line' in error && 'column' in error

const parse = (text: string): { readonly value: unknown; readonly pairs: number } => {
  const value: unknown = JSON.parse(text)
  return { value, pairs: countPairs(value) }
}

/** The keys of all objects in a parsed value: fewer than in its text if an object there has a key twice. */
export const countPairs = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0
  let pairs = 0
  if (Array.isArray(value)) {
    for (const part of value) pairs += countPairs(part)
    return pairs
  }
  const keys = Object.keys(value)
  // sound: its own keys; for a large object this takes half the time of `Object.values`
  for (const key of keys) pairs += countPairs((value as Readonly<Record<string, unknown>>)[key])
  return pairs + keys.length
}
