// The server reserves names that begin with `$`. Other names that begin with `$`, or with the prefix itself, get a
// prefix; all others are stored unchanged.
const prefix = '~'

export const toServerName = (name: string): string => (/^[$~]/.test(name) ? `${prefix}${name}` : name)

export const fromServerName = (name: string): string => (name.startsWith(prefix) ? name.slice(prefix.length) : name)

/** A stream or an event type of the server itself. */
export const isSystemName = (name: string): boolean => name.startsWith('$')

/** Text as a regular expression of .NET that matches it. */
export const literally = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')

/** A regular expression of .NET for the streams of some kinds: their names begin with the kind and a hyphen. */
export const streamsOfKinds = (kinds: readonly string[]): string =>
  `^(?:${kinds.map((kind) => literally(toServerName(kind))).join('|')})-`

/** A regular expression of .NET for the types that are not the server's own. */
export const ordinaryTypes = '^[^$]'
