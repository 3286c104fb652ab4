// What `JSON.parse` does not tell of a text: how deep it is, and whether a key occurs twice in an object. Every function
// passes over the text once, whatever it holds.

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
}

const quote = 0x22
const colon = 0x3a
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** Scans a text that may be JSON or not. */
export const scanJson = (text: string): JsonScan => {
  const endOfString = stringsIn(text)
  let depth = 0
  let deepest = 0
  let pairs = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(at)
        break
      case colon:
        pairs += 1
        break
      case openBrace:
      case openBracket:
        depth += 1
        if (depth > deepest) deepest = depth
        break
      case closeBrace:
      case closeBracket:
        depth -= 1
        break
    }
  }
  return { depth: deepest, pairs }
}

/** The keys of all objects in a parsed value: fewer than in its text if an object there has a key twice. */
export const countPairs = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  let pairs = Array.isArray(value) ? 0 : parts.length
  for (const part of parts) pairs += countPairs(part)
  return pairs
}

/** Where an object of a JSON text has a key that it has already. */
export const locateDuplicateKey = (text: string): TextLocation | undefined => {
  const endOfString = stringsIn(text)
  const open: Set<string>[] = []
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = endOfString(at)
        if (isFollowedByColon(text, end)) {
          const key = keyOf(text.slice(at, end + 1))
          const keys = open.at(-1)
          if (keys?.has(key)) return locationOf(text, at)
          keys?.add(key)
        }
        at = end
        break
      }
      case openBrace:
      case openBracket:
        open.push(new Set())
        break
      case closeBrace:
      case closeBracket:
        open.pop()
        break
    }
  }
  return undefined
}

/** Whether a key of the text is written with an escape. */
export const hasEscapedKey = (text: string): boolean => {
  if (!text.includes('\\')) return false
  const endOfString = stringsIn(text)
  for (let at = text.indexOf('"'); at !== -1 && at < text.length; at = text.indexOf('"', at + 1)) {
    const end = endOfString(at)
    if (isFollowedByColon(text, end) && text.slice(at, end).includes('\\')) return true
    at = end
  }
  return false
}

/** Finds the end of a string that starts at a quote: the place of its last quote, or the end of the text. */
const stringsIn = (text: string): ((start: number) => number) => {
  // the next one at or behind the place where the last search began
  let nextBackslash = text.indexOf('\\')
  return (start) => {
    const from = start + 1
    const end = text.indexOf('"', from)
    if (end === -1) return text.length
    if (nextBackslash !== -1 && nextBackslash < from) nextBackslash = text.indexOf('\\', from)
    if (nextBackslash === -1 || nextBackslash > end) return end
    for (let at = nextBackslash; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === quote) return at
      if (code === backslash) at += 1
    }
    return text.length
  }
}

const isFollowedByColon = (text: string, end: number): boolean => {
  let at = end + 1
  while (isSpace(text.charCodeAt(at))) at += 1
  return text.charCodeAt(at) === colon
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

/** Keys are equal by what they say, however they are escaped. */
const keyOf = (quoted: string): string => (quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1))

const locationOf = (text: string, at: number): TextLocation => {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
