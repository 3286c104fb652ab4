import { usageError } from '../failure.js'
import { storageTexts } from '../texts/storage.js'

/** Where a store is. */
export type StoreUrl =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  /** As it was typed, with what secrets it may hold. */
  | { readonly kind: 'postgres'; readonly url: string }
  /** Events only; as it was typed. */
  | { readonly kind: 'eventstoredb'; readonly url: string }

/**
 * Reads `sqlite:./base.db`, `sqlite:///var/base.db`, `postgres://user@host:5432/base`, `esdb://user@host:2113` or
 * `memory:`. Throws a `Failure` on anything else; what may hold a password is never repeated in it.
 * @param option what to call it in a complaint
 */
export const parseStoreUrl = (text: string, option: string): StoreUrl => {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]+):(.*)$/is.exec(text) ?? []
  const kind = scheme.toLowerCase()
  if (kind === 'memory' && rest === '') return { kind }
  const path = kind === 'sqlite' ? pathOf(rest) : undefined
  if (path !== undefined) return { kind: 'sqlite', path }
  if (/^postgres(ql)?$/.test(kind) && rest.startsWith('//')) return { kind: 'postgres', url: `${kind}:${rest}` }
  if (/^(esdb|kurrentdb)(\+discover)?$/.test(kind) && rest.startsWith('//')) {
    if (option === '--read-models') throw usageError('badStore', storageTexts.eventsOnly(kind))
    return { kind: 'eventstoredb', url: `${kind}:${rest}` }
  }
  if (scheme === '' && /\.(db|sqlite3?)$|^\.{0,2}\//i.test(text) && !text.includes('@'))
    throw usageError('badStore', storageTexts.pathForStore(text, option))
  throw usageError('badStore', storageTexts.badStore(withoutSecrets(text), option))
}

/** A file path, or an absolute one behind `//`; two slashes and a name would be a host, which a file has not. */
const pathOf = (rest: string): string | undefined => {
  const path = rest.startsWith('///') ? rest.slice(2) : rest
  return path === '' || path === ':memory:' || path.startsWith('//') || path.includes('\0') ? undefined : path
}

/** A store's URL as it may be shown: without user, password and options. */
export const shownUrl = (text: string): string => (/^(sqlite|memory):/i.test(text) ? text : withoutSecrets(text))

const withoutSecrets = (text: string): string => text.replace(/\/\/.*@/s, '//…@').replace(/\?.*/s, '')
