// What `JSON.parse` does not tell of a text: how deep it is, and how many keys it has.
import { nextStructure, StringEnds } from './strings.js'

/** A location in a text; both count from 1. */
export interface TextLocation {
  readonly line: number
  readonly column: number
}

export interface JsonScan {
  /** The deepest nesting of objects and arrays. */
  readonly depth: number
  /** The keys of all objects, where the text is JSON; equal ones are counted each time. */
  readonly pairs: number
  /** The keys of the object that has most. */
  readonly mostKeys: number
  /** Whether a key is written with an escape. */
  readonly hasEscapedKey: boolean
}

const quote = 0x22
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

export interface JsonLimits {
  /** The deepest nesting of objects and arrays. */
  readonly depth: number
  /** The most keys of one object. */
  readonly keys: number
}

const unlimited: JsonLimits = { depth: Number.POSITIVE_INFINITY, keys: Number.POSITIVE_INFINITY }

/** Scans a text that may be JSON or not, in one pass, which ends where a limit is exceeded. */
export const scanJson = (text: string, limits = unlimited): JsonScan => {
  const strings = new StringEnds(text)
  let depth = 0
  let deepest = 0
  let pairs = 0
  let mostKeys = 0
  /** The keys so far of the objects that are open, by depth. */
  const keys: number[] = []
  let isLastEscaped = false
  let hasEscapedKey = false
  // limits are compared where a count grows: comparing them at every character takes half of the time
  for (let at = nextStructure(text, 0); at < text.length; at = nextStructure(text, at + 1)) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = strings.endOf(at)
        isLastEscaped = strings.hasEscapeBefore(at)
        break
      case colon: {
        pairs += 1
        const count = addKey(keys, depth)
        if (count > mostKeys) mostKeys = count
        if (isLastEscaped) hasEscapedKey = true
        if (mostKeys > limits.keys) return { depth: deepest, pairs, mostKeys, hasEscapedKey }
        break
      }
      case openBrace:
      case openBracket:
        depth += 1
        keys[depth] = 0
        if (depth > deepest) deepest = depth
        if (deepest > limits.depth) return { depth: deepest, pairs, mostKeys, hasEscapedKey }
        break
      case closeBrace:
      case closeBracket:
        depth -= 1
        break
    }
  }
  return { depth: deepest, pairs, mostKeys, hasEscapedKey }
}

const addKey = (keys: number[], depth: number): number => {
  const count = (keys[depth] ?? 0) + 1
  keys[depth] = count
  return count
}
