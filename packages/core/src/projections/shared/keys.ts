// Document keys that are made of several ids.

const encodings: ReadonlyMap<string, string> = new Map([
  ['%', '%25'],
  ['/', '%2F'],
  [':', '%3A'],
])
const decodings: ReadonlyMap<string, string> = new Map([...encodings].map(([sign, encoding]) => [encoding, sign]))

/**
 * A key of several parts with `/` between them. Within a part `%`, `/` and `:` are percent-encoded, so different parts
 * have different keys. No key begins with `/`, as hidden keys do.
 */
export const docKey = (...parts: readonly string[]): string =>
  parts.map((part) => part.replace(/[%/:]/g, (sign) => encodings.get(sign) ?? sign)).join('/')

/** The parts of a key made by `docKey`. */
export const partsOfKey = (key: string): readonly string[] =>
  key.split('/').map((part) => part.replace(/%25|%2F|%3A/g, (encoding) => decodings.get(encoding) ?? encoding))

/** The key of an entry that other documents join, and that is no document itself. */
export const hiddenKey = (...parts: readonly string[]): string => `/${docKey(...parts)}`

export const isHidden = (key: string): boolean => key.startsWith('/')
