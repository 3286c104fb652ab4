// The server keeps names that begin with `$` for itself. Ours that do, or that begin with the sign that says so, get
// that sign in front; all others stand on the server as they are.
const sign = '~'

export const toServerName = (name: string): string => (/^[$~]/.test(name) ? `${sign}${name}` : name)

export const fromServerName = (name: string): string => (name.startsWith(sign) ? name.slice(1) : name)

/** A stream or an event type of the server's own. */
export const isSystemName = (name: string): boolean => name.startsWith('$')
