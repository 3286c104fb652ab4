// The server reserves names that begin with `$`. Other names that begin with `$`, or with the prefix itself, get a
// prefix; all others are stored unchanged.
const prefix = '~'

export const toServerName = (name: string): string => (/^[$~]/.test(name) ? `${prefix}${name}` : name)

export const fromServerName = (name: string): string => (name.startsWith(prefix) ? name.slice(prefix.length) : name)

/** A stream or an event type of the server itself. */
export const isSystemName = (name: string): boolean => name.startsWith('$')

/** A regular expression of .NET for the types that are not the server's own. */
export const ordinaryTypes = '^[^$]'
