import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { openMemory, type Storage, StorageError } from '@skein/engine'
import { failed, usageError } from '../failure.js'
import { storageTexts } from '../texts/storage.js'
import { parseStoreUrl, type StoreUrl } from './store-url.js'

export interface OpenStorageOptions {
  /** Keep the read models in another store; default the same. Beside a store of events only it keeps the keys, too. */
  readonly readModels?: string
  /** `read`: change nothing; `write`: it must be there already; `create` (default): make it where there is none. */
  readonly access?: 'read' | 'write' | 'create'
  /** See `openSqlite` of `@skein/storage-sqlite`; a server has its own setting. */
  readonly durability?: 'full' | 'normal'
}

/**
 * Opens a store by its URL: `sqlite:./base.db`, `postgres://user@host:5432/base`, `esdb://user@host:2113` (events only, so
 * with `readModels`) or `memory:`. An adapter is loaded when a URL asks for it.
 * Throws `Failure` on a URL that it does not understand, and the store's `StorageError`.
 *
 * @example
 * const storage = await openStorage('sqlite:./base.db', { readModels: 'sqlite:./read-models.db' })
 */
export const openStorage = async (url: string, options: OpenStorageOptions = {}): Promise<Storage> => {
  const { readModels } = options
  const store = parseStoreUrl(url, '--store')
  const apart = readModels === undefined ? undefined : parseStoreUrl(readModels, '--read-models')
  // read models are told from the events: who may write may make a store for them
  const apartOptions = { ...options, access: options.access === 'read' ? 'read' : 'create' } as const
  if (store.kind === 'eventstoredb') return openBeside(apart, apartOptions, store.url)
  const storage = await open(store, options)
  if (apart === undefined || isSame(apart, store)) return storage
  try {
    return withReadModelsOf(await open(apart, apartOptions), storage)
  } catch (error) {
    await storage.close()
    throw error
  }
}

/** Events on a server that keeps nothing else. */
const openBeside = async (apart: StoreUrl | undefined, options: OpenStorageOptions, url: string): Promise<Storage> => {
  if (apart === undefined) throw usageError('noReadModels', storageTexts.noReadModels)
  const other = await open(apart, options)
  try {
    const { openEventStoreDB, withEvents } = await import('@skein/storage-eventstoredb')
    return withEvents(await openEventStoreDB({ url }), other)
  } catch (error) {
    await other.close()
    throw error
  }
}

const isSame = (one: StoreUrl, other: StoreUrl): boolean =>
  (one.kind === 'sqlite' && other.kind === 'sqlite' && resolve(one.path) === resolve(other.path)) ||
  (one.kind === 'postgres' && other.kind === 'postgres' && one.url === other.url)

const open = async (url: StoreUrl, { access = 'create', durability }: OpenStorageOptions): Promise<Storage> => {
  if (url.kind === 'memory') return openMemory()
  if (url.kind === 'eventstoredb') throw usageError('badStore', storageTexts.eventsOnly('esdb'))
  if (url.kind === 'postgres') {
    const { openPostgres } = await import('@skein/storage-postgres')
    return openPostgres({ url: url.url, readOnly: access === 'read', create: access === 'create' })
  }
  const { path } = url
  if (access === 'create') assertPlace(path)
  else assertThere(path)
  const isNew = !isThere(path)
  const { openSqlite } = await import('@skein/storage-sqlite')
  try {
    const readOnly = access === 'read'
    return await openSqlite({ path, readOnly, ...(durability === undefined ? {} : { durability }) })
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    const folder = dirname(path)
    // the folder and the file itself are there, or may be made
    if (error.fault === 'missing') throw failed('noKeys', storageTexts.noKeys(path), error)
    if (error.fault !== 'read-only') throw error
    if (isNew) throw failed('read-only', storageTexts.cannotMake(path, folder), error)
    if (access === 'read') throw failed('read-only', storageTexts.cannotReadHere(path, folder), error)
    throw error
  }
}

/** A typing error must not leave an empty database behind. */
const assertThere = (path: string): void => {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw failed('missing', storageTexts.missing(path))
  if (found.isDirectory()) throw failed('directory', storageTexts.directory(path))
  if (found.isFile() && found.size === 0) throw failed('empty', storageTexts.empty(path))
}

const assertPlace = (path: string): void => {
  const folder = dirname(path)
  if (!isThere(folder)) throw failed('noFolder', storageTexts.noFolder(path, folder))
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw failed('directory', storageTexts.directory(path))
}

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined

const withReadModelsOf = (other: Storage, storage: Storage): Storage => ({
  name: `${storage.name} with read models in ${other.name}`,
  ephemeral: storage.ephemeral,
  events: storage.events,
  keys: storage.keys,
  readModels: other.readModels,
  async close() {
    await Promise.all([other.close(), storage.close()])
  },
})
