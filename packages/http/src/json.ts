import { parse, type ValueNode } from '@humanwhocodes/momoa'

/** Where in a text, from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A text as JSON, or what keeps it from being understood; never the text itself, which may hold personal data. */
export type ReadJson =
  | { readonly _tag: 'Value'; readonly value: unknown }
  | { readonly _tag: 'Broken'; readonly place: Place | undefined }
  | { readonly _tag: 'Repeated'; readonly place: Place }
  | { readonly _tag: 'TooDeep' }

/** Reads JSON; a key that stands twice in one object is refused, as its meaning is anybody's guess. */
export const readJson = (text: string): ReadJson => {
  try {
    const value: unknown = JSON.parse(text)
    const place = repeatedKey(parse(text).body)
    return place === undefined ? { _tag: 'Value', value } : { _tag: 'Repeated', place }
  } catch (error) {
    return error instanceof RangeError ? { _tag: 'TooDeep' } : { _tag: 'Broken', place: brokenPlace(text) }
  }
}

/** `JSON.parse` does not say where it stopped; this parser does. */
const brokenPlace = (text: string): Place | undefined => {
  try {
    parse(text)
    return undefined
  } catch (error) {
    return isPlaced(error) ? { line: error.line, column: error.column } : undefined
  }
}

const isPlaced = (error: unknown): error is Place =>
  typeof error === 'object' && error !== null && 'line' in error && 'column' in error

const repeatedKey = (node: ValueNode): Place | undefined => {
  if (node.type === 'Array') return firstOf(node.elements.map(({ value }) => value))
  if (node.type !== 'Object') return undefined
  const seen = new Set<string>()
  for (const { name } of node.members) {
    const key = name.type === 'String' ? name.value : name.name
    if (seen.has(key)) return { line: name.loc.start.line, column: name.loc.start.column }
    seen.add(key)
  }
  return firstOf(node.members.map(({ value }) => value))
}

const firstOf = (nodes: readonly ValueNode[]): Place | undefined => {
  for (const node of nodes) {
    const place = repeatedKey(node)
    if (place !== undefined) return place
  }
  return undefined
}
