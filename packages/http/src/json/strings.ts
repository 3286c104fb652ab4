// The strings and brackets of a text that may be JSON or not.

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a

/** Finds where strings end, from the first one to the last: all of them together in one pass over the text. */
export class StringEnds {
  readonly #text: string
  /** The next one at or behind the place where the last search began; -1 if there is none. */
  #nextBackslash: number

  constructor(text: string) {
    this.#text = text
    this.#nextBackslash = text.indexOf('\\')
  }

  /** The place of the last quote of a string, by that of the first one; the end of the text if there is none. */
  endOf(start: number): number {
    const text = this.#text
    const from = start + 1
    const end = text.indexOf('"', from)
    if (end === -1) return text.length
    if (this.#nextBackslash !== -1 && this.#nextBackslash < from) this.#nextBackslash = text.indexOf('\\', from)
    if (this.#nextBackslash === -1 || this.#nextBackslash > end) return end
    for (let at = this.#nextBackslash; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === quote) return at
      if (code === backslash) at += 1
    }
    return text.length
  }

  /** Whether the string that was found last, up to its end, holds an escape. */
  hasEscapeBefore(end: number): boolean {
    return this.#nextBackslash !== -1 && this.#nextBackslash < end
  }
}

/** Whether a string that ends there is a key. */
export const isKey = (text: string, end: number): boolean => {
  let at = end + 1
  while (isSpace(text.charCodeAt(at))) at += 1
  return text.charCodeAt(at) === colon
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

const structure = /["[\]{}:]/g

/** How many characters are looked at one by one: a pattern skips many times as fast, but takes time to start. */
const nearby = 16

/** The next quote, colon, bracket or brace at or behind a place; the length of the text if there is none. */
export const nextStructure = (text: string, from: number): number => {
  const until = Math.min(from + nearby, text.length)
  for (let at = from; at < until; at++) if (isStructure(text.charCodeAt(at))) return at
  structure.lastIndex = until
  return structure.test(text) ? structure.lastIndex - 1 : text.length
}

const isStructure = (code: number): boolean =>
  code === quote || code === colon || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d
