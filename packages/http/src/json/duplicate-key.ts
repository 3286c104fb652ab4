import type { TextLocation } from './scan.js'
import { isKey, nextStructure, StringEnds } from './strings.js'

const quote = 0x22
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** Where an object of a JSON text has a key that it has already; in one pass over the text. */
export const locateDuplicateKey = (text: string): TextLocation | undefined => {
  const strings = new StringEnds(text)
  const textOf = createDecoder()
  const open: (SeenKeys | undefined)[] = []
  for (let at = nextStructure(text, 0); at < text.length; at = nextStructure(text, at + 1)) {
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = strings.endOf(at)
        if (isKey(text, end)) {
          const key = strings.hasEscapeBefore(end) ? textOf(text.slice(at, end + 1)) : text.slice(at + 1, end)
          const innermost = Math.max(0, open.length - 1)
          const seen = open[innermost] ?? new SeenKeys()
          open[innermost] = seen
          if (!seen.add(key)) return locationOf(text, at)
        }
        at = end
        break
      }
      case openBrace:
      case openBracket:
        open.push(undefined)
        break
      case closeBrace:
      case closeBracket:
        open.pop()
        break
    }
  }
  return undefined
}

const fewKeys = 16

/** The keys of an object so far. Most objects have few, for which a list is many times as fast as a set. */
class SeenKeys {
  readonly #few: string[] = []
  #many: Set<string> | undefined

  /** Adds a key; returns whether it is a new one. */
  add(key: string): boolean {
    if (this.#many !== undefined) {
      const { size } = this.#many
      return this.#many.add(key).size > size
    }
    if (this.#few.includes(key)) return false
    this.#few.push(key)
    if (this.#few.length > fewKeys) this.#many = new Set(this.#few)
    return true
  }
}

/** What a key says, however it is escaped: keys are equal by that. Texts repeat their keys, which are then known. */
const createDecoder = (): ((quoted: string) => string) => {
  const known = new Map<string, string>()
  return (quoted) => {
    const found = known.get(quoted)
    if (found !== undefined) return found
    const key = String(JSON.parse(quoted))
    known.set(quoted, key)
    return key
  }
}

const locationOf = (text: string, at: number): TextLocation => {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
