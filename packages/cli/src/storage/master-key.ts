import { randomBytes, randomUUID } from 'node:crypto'
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { Context, Options } from '../command.js'
import { failed, usageError } from '../failure.js'
import { keyTexts } from '../texts/keys.js'
import type { StoreUrl } from './store-url.js'
import type { ChosenStore } from './with-storage.js'

/** Where a master key may come from. */
export interface KeySources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** `--master-key-file`. */
  readonly file: string | undefined
  readonly store: StoreUrl
}

/** Beside a database, for those who have no better place: the demo's goes there. */
export const keyFileBeside = (path: string): string => `${path}.master-key`

/** The key in the named file, in `SKEIN_MASTER_KEY`, or in the file beside the database, in this order; else none. */
export const findMasterKey = ({ env, file, store }: KeySources): string | undefined => {
  if (file !== undefined) return keyIn(file)
  if (env.SKEIN_MASTER_KEY) return checked(env.SKEIN_MASTER_KEY, 'SKEIN_MASTER_KEY')
  if (store.kind !== 'sqlite') return undefined
  const beside = keyFileBeside(store.path)
  return isThere(beside) ? keyIn(beside) : undefined
}

/** A file that was named must hold a key, whether it is needed or not. */
export const checkKeyFile = (options: Options): void => {
  const file = options.text('masterKeyFile')
  if (file !== undefined) keyIn(file)
}

/** The key that a command needs, as an option of the runtime; a store in memory does without. */
export const masterKeyFor = ({ io, options }: Context, { name, url }: ChosenStore): { readonly masterKey?: string } => {
  const masterKey = findMasterKey({ env: io.env, file: options.text('masterKeyFile'), store: url })
  if (masterKey !== undefined) return { masterKey }
  if (url.kind === 'memory') return {}
  throw usageError('masterKey', keyTexts.missing(name))
}

/** The same; a database without events gets a new key, in a file beside it that only its owner may read. */
export const findOrMakeMasterKey = (sources: KeySources, isNew: boolean): string | undefined => {
  const known = findMasterKey(sources)
  if (known !== undefined || sources.store.kind !== 'sqlite') return known
  const { path } = sources.store
  if (!isNew) throw failed('masterKey', keyTexts.lost(path, keyFileBeside(path)))
  return make(keyFileBeside(path))
}

const make = (file: string): string => {
  const unfinished = `${file}.${randomUUID()}`
  try {
    writeFileSync(unfinished, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
    // whole or not at all, and never over a key that another process has just made
    linkSync(unfinished, file)
  } catch (error) {
    if (!isThere(file)) throw error
  } finally {
    rmSync(unfinished, { force: true })
  }
  return keyIn(file)
}

const keyIn = (file: string): string => {
  if (!isThere(file)) throw usageError('masterKey', keyTexts.noFile(file))
  return checked(readFileSync(file, 'utf8').trim(), file)
}

const checked = (key: string, from: string): string => {
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(key)) return key
  throw usageError('masterKey', keyTexts.malformed(from))
}

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined
