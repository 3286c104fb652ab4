import { usageError } from '../failures/failure.js'
import { storageMessages as messages } from '../messages/storage.js'

/** Where a store is. */
export type StoreUrl =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  /** As it was typed; may contain a password. */
  | { readonly kind: 'postgres'; readonly url: string }
  /** Stores events only. As it was typed; may contain a password. */
  | { readonly kind: 'eventstoredb'; readonly url: string }

/**
 * Reads `sqlite:./base.db`, `sqlite:///var/base.db`, `postgres://user@host:5432/base`, `esdb://user@host:2113` or
 * `memory:`. Throws a `Failure` for anything else; its message contains no password.
 * @param option the option that gave it, for the message
 */
export const parseStoreUrl = (text: string, option: string): StoreUrl => {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]+):(.*)$/is.exec(text) ?? []
  const kind = scheme.toLowerCase()
  if (kind === 'memory' && rest === '') return { kind }
  const path = kind === 'sqlite' ? pathOf(rest) : undefined
  if (path !== undefined) return { kind: 'sqlite', path }
  if (/^postgres(ql)?$/.test(kind) && rest.startsWith('//')) return { kind: 'postgres', url: `${kind}:${rest}` }
  if (/^(esdb|kurrentdb)(\+discover)?$/.test(kind) && rest.startsWith('//')) {
    if (option === '--read-models') throw usageError('badStore', messages.eventsOnly(kind))
    return { kind: 'eventstoredb', url: `${kind}:${rest}` }
  }
  if (scheme === '' && /\.(db|sqlite3?)$|^\.{0,2}\//i.test(text) && !text.includes('@'))
    throw usageError('badStore', messages.pathForStore(text, option))
  throw usageError('badStore', messages.badStore(withoutUserAndOptions(text), option))
}

/** A path, or an absolute path after `//`. Two slashes and a name would be a host, and a file has none. */
const pathOf = (rest: string): string | undefined => {
  const path = rest.startsWith('///') ? rest.slice(2) : rest
  return path === '' || path === ':memory:' || path.startsWith('//') || path.includes('\0') ? undefined : path
}

/** A store's URL without user, password and options, for messages. */
export const withoutSecrets = (text: string): string =>
  /^(sqlite|memory):/i.test(text) ? text : withoutUserAndOptions(text)

const withoutUserAndOptions = (text: string): string => text.replace(/\/\/.*@/s, '//…@').replace(/\?.*/s, '')
