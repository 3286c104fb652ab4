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
 * Reads `sqlite:./base.db`, `sqlite:///var/base.db`, `postgres://user@host:5432/base`, `esdb://user:password@host:2113`
 * or `memory:`. Throws a `Failure` for anything else; its message repeats nothing that may be a password.
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
  throw usageError('badStore', messages.badStore(harmless(text), option))
}

/**
 * What a message may repeat of a text that is no store: a password may stand anywhere in it, unless it is one word or a path.
 */
const harmless = (text: string): string => {
  if (/^([a-z]+:\/\/)?[\p{L}\p{N}_./\\ -]*:?$/u.test(text) || /^sqlite:[^@?]*$/i.test(text)) return text
  const [, scheme] =
    /^(sqlite|postgres|postgresql|esdb|esdb\+discover|kurrentdb|kurrentdb\+discover|memory|mysql|oracle|mongodb):/i.exec(
      text,
    ) ?? []
  return scheme === undefined ? '…' : `${scheme}:…`
}

/** A path, or an absolute path after `//`. Two slashes and a name would be a host, and a file has none. */
const pathOf = (rest: string): string | undefined => {
  const path = rest.startsWith('///') ? rest.slice(2) : rest
  return path === '' || path === ':memory:' || path.startsWith('//') || path.includes('\0') ? undefined : path
}

/** A store's URL without user, password and options, for messages. */
export const withoutSecrets = (text: string): string =>
  /^(sqlite|memory):/i.test(text) ? text : withoutUserAndOptions(text)

/** The same with the options that hold no secret, so that it can be typed again; user and password are to be added. */
export const withHarmlessOptions = (text: string): string => {
  if (/^(sqlite|memory):/i.test(text)) return text
  const [, query = ''] = /\?(.*)$/s.exec(text) ?? []
  const options = query.split('&').filter((option) => harmlessOptions.test(option))
  return withoutUserAndOptions(text) + (options.length === 0 ? '' : `?${options.join('&')}`)
}

const harmlessOptions = /^(tls|tlsCAFile|nodePreference|schema|keysSchema|sslmode)=[^@]*$/i

/** A password may hold any character, a ? as well; only the name of a connection may hold an @ behind the options' ?. */
const withoutUserAndOptions = (text: string): string =>
  text
    .replace(/([?&])connectionName=[^&]*/i, '$1')
    .replace(/\/\/.*@/s, '//…@')
    .replace(/\?.*/s, '')
