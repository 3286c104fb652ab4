import type { TextLocation } from './scan.js'
import { isKey, StringEnds } from './strings.js'

const quote = 0x22
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** Where an object of a JSON text has a key that it has already; in one pass over the text. */
export const locateDuplicateKey = (text: string): TextLocation | undefined => {
  const strings = new StringEnds(text)
  const open: Set<string>[] = []
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = strings.endOf(at)
        if (isKey(text, end)) {
          const key = strings.hasEscapeBefore(end) ? unescaped(text.slice(at, end + 1)) : text.slice(at + 1, end)
          const keys = open.at(-1)
          const before = keys?.size
          if (keys?.add(key).size === before) return locationOf(text, at)
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

/** Keys are equal by what they say, however they are escaped. */
const unescaped = (quoted: string): string => String(JSON.parse(quoted))

const locationOf = (text: string, at: number): TextLocation => {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
