import { isKey, StringEnds } from './strings.js'

/**
 * The value of a JSON text in which keys are escaped, and how many keys its objects have. `JSON.parse` gets the text with
 * numbers in place of its keys, and the keys as a list of strings. Keys may come in another order. Throws what
 * `JSON.parse` throws.
 */
export const parseEscapedKeys = (text: string): { readonly value: unknown; readonly pairs: number } => {
  const { keys, numbered } = withNumberedKeys(text)
  const value: unknown = JSON.parse(numbered)
  // sound: a list of strings
  const names = new KeyNames(JSON.parse(`[${keys.join()}]`) as readonly string[])
  return { value: names.replaceNumbersIn(value), pairs: names.pairs }
}

interface NumberedKeys {
  readonly numbered: string
  /** Each once, as it is written. */
  readonly keys: readonly string[]
}

/** Equal keys get equal numbers, so that objects of one shape keep having one, which makes them fast. */
const withNumberedKeys = (text: string): NumberedKeys => {
  const strings = new StringEnds(text)
  const numbers = new Map<string, number>()
  let numbered = ''
  let copied = 0
  for (let start = text.indexOf('"'); start !== -1; ) {
    const end = strings.endOf(start)
    if (isKey(text, end)) {
      const key = text.slice(start, end + 1)
      let number = numbers.get(key)
      if (number === undefined) {
        number = numbers.size
        numbers.set(key, number)
      }
      // an engine joins these when the text is parsed: faster than a list of parts
      numbered += text.slice(copied, start + 1) + number
      copied = end
    }
    start = text.indexOf('"', end + 1)
  }
  return { numbered: numbered + text.slice(copied), keys: [...numbers.keys()] }
}

class KeyNames {
  readonly #names: readonly string[]
  /** Whether no two say the same. */
  readonly #areDistinct: boolean
  /** The keys of all objects that were named: of two that say the same in one object, one. */
  pairs = 0

  constructor(names: readonly string[]) {
    this.#names = names
    this.#areDistinct = new Set(names).size === names.length
  }

  replaceNumbersIn(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((part) => this.replaceNumbersIn(part))
    const named: Record<string, unknown> = {}
    const numbers = Object.keys(value)
    if (this.#areDistinct) this.pairs += numbers.length
    for (const number of numbers) {
      const name = this.#names[Number(number)] ?? ''
      // sound: one of its own keys
      const part = this.replaceNumbersIn((value as Readonly<Record<string, unknown>>)[number])
      if (!this.#areDistinct && !Object.hasOwn(named, name)) this.pairs += 1
      // assigning this one would set the prototype
      if (name === '__proto__') Object.defineProperty(named, name, { value: part, ...ownProperty })
      else named[name] = part
    }
    return named
  }
}

const ownProperty = { configurable: true, enumerable: true, writable: true }
