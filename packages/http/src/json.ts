// Reads JSON and locates errors. `JSON.parse` gives no line, and silently takes the last of two equal keys.
import { parse, type ValueNode } from '@humanwhocodes/momoa'

/** A location in a text; both count from 1. */
export interface TextLocation {
  readonly line: number
  readonly column: number
}

/** The value of a JSON text, or why there is none. The text itself is never quoted: it may hold personal data. */
export type ReadJson =
  | { readonly _tag: 'Value'; readonly value: unknown }
  | { readonly _tag: 'Invalid'; readonly location: TextLocation | undefined }
  | { readonly _tag: 'DuplicateKey'; readonly location: TextLocation }
  | { readonly _tag: 'TooDeep' }

/** Reads JSON. Two equal keys in one object are an error, because readers disagree on which one counts. */
export const readJson = (text: string): ReadJson => {
  try {
    const value: unknown = JSON.parse(text)
    const location = findDuplicateKey(parse(text).body)
    return location === undefined ? { _tag: 'Value', value } : { _tag: 'DuplicateKey', location }
  } catch (error) {
    return error instanceof RangeError ? { _tag: 'TooDeep' } : { _tag: 'Invalid', location: locateSyntaxError(text) }
  }
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

const findDuplicateKey = (node: ValueNode): TextLocation | undefined => {
  if (node.type === 'Array') return findInAny(node.elements.map(({ value }) => value))
  if (node.type !== 'Object') return undefined
  const keys = new Set<string>()
  for (const { name } of node.members) {
    const key = name.type === 'String' ? name.value : name.name
    if (keys.has(key)) return { line: name.loc.start.line, column: name.loc.start.column }
    keys.add(key)
  }
  return findInAny(node.members.map(({ value }) => value))
}

const findInAny = (nodes: readonly ValueNode[]): TextLocation | undefined => {
  for (const node of nodes) {
    const location = findDuplicateKey(node)
    if (location !== undefined) return location
  }
  return undefined
}
