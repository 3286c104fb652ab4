// Keys of documents that are made of several ids.

const signs: ReadonlyMap<string, string> = new Map([
  ['%', '%25'],
  ['/', '%2F'],
  [':', '%3A'],
])
const marks: ReadonlyMap<string, string> = new Map([...signs].map(([sign, mark]) => [mark, sign]))

/**
 * The parts of a key with `/` between them. Within a part `%`, `/` and `:` are written as in a URL: no two lists of
 * parts make the same key, and none begins with `/`, which is how entries begin that no reader sees.
 */
export const docKey = (...parts: readonly string[]): string =>
  parts.map((part) => part.replace(/[%/:]/g, (sign) => signs.get(sign) ?? sign)).join('/')

/** The parts that a key was made of. */
export const partsOfKey = (key: string): readonly string[] =>
  key.split('/').map((part) => part.replace(/%25|%2F|%3A/g, (mark) => marks.get(mark) ?? mark))

/** The key of an entry that is only there to be joined. */
export const hiddenKey = (...parts: readonly string[]): string => `/${docKey(...parts)}`

export const isHidden = (key: string): boolean => key.startsWith('/')
