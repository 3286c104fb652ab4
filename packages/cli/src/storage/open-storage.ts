import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openMemory, type Storage } from '@skein/engine'
import { failed, usageError } from '../failures/failure.js'
import { storageMessages as messages } from '../messages/storage.js'
import { fileExists } from './file-exists.js'
import { parseStoreUrl, type StoreUrl } from './store-url.js'

export interface OpenStorageOptions {
  /** Where the read models are, if not with the events. A server that stores events only has the keys there as well. */
  readonly readModels?: string
  /** `read`: change nothing; `write`: it has to exist; `create` (default): create it where there is none. */
  readonly access?: 'read' | 'write' | 'create'
  /** Accept keys beside an empty store, which they then belong to. */
  readonly adoptKeys?: boolean
  /** See `openSqlite` of `@skein/storage-sqlite`; servers have settings of their own. */
  readonly durability?: 'full' | 'normal'
  /** See `openSqlite`: for what ends soon. */
  readonly aloneOnFullDisk?: boolean
  /** Opening a server gives up when it is aborted, and so do reads of one that does not answer, soon afterwards. */
  readonly signal?: AbortSignal
  /** The kinds of streams of the domain, where a server has those of other programs as well. */
  readonly streamKinds?: readonly string[]
  /** Only opening gives up: what is in progress when the signal is aborted may take its time. */
  readonly keepsOpen?: boolean
}

/**
 * Opens a store by its URL: `sqlite:./base.db`, `postgres://user@host:5432/base`, `esdb://user:password@host:2113` (events
 * only, so with `readModels`) or `memory:`. Loads only the adapters that the URLs name.
 * Throws `Failure` for a URL or a path that cannot be a store, and the adapter's `StorageError`.
 *
 * @example
 * const storage = await openStorage('sqlite:./base.db', { readModels: 'sqlite:./read-models.db' })
 */
export const openStorage = async (url: string, options: OpenStorageOptions = {}): Promise<Storage> => {
  const { readModels } = options
  const eventsUrl = parseStoreUrl(url, '--store')
  const readModelsUrl = readModels === undefined ? undefined : parseStoreUrl(readModels, '--read-models')
  // a command that may write events may create a store for the read models that are built from them
  const readModelsOptions = { ...options, access: options.access === 'read' ? 'read' : 'create' } as const
  if (eventsUrl.kind === 'eventstoredb') return openEventServer(eventsUrl.url, readModelsUrl, readModelsOptions)
  const storage = await open(eventsUrl, options)
  if (readModelsUrl === undefined || isSame(readModelsUrl, eventsUrl)) return storage
  try {
    return withReadModelsOf(await open(readModelsUrl, readModelsOptions), storage)
  } catch (error) {
    await storage.close()
    throw error
  }
}

/** A server that stores events only. */
const openEventServer = async (
  url: string,
  readModelsUrl: StoreUrl | undefined,
  options: OpenStorageOptions,
): Promise<Storage> => {
  if (readModelsUrl === undefined) throw usageError('noReadModels', messages.noReadModels)
  const other = await open(readModelsUrl, options)
  try {
    const { openEventStoreDB, withEvents } = await import('@skein/storage-eventstoredb')
    const { signal, streamKinds, keepsOpen = false } = options
    const events = await openEventStoreDB({
      url,
      ...(signal === undefined ? {} : { signal }),
      ...(streamKinds === undefined ? {} : { streamKinds }),
    })
    if (!keepsOpen) signal?.addEventListener('abort', () => void closeSoon(events))
    return withEvents(events, other)
  } catch (error) {
    await other.close()
    throw error
  }
}

/** What a command that is to end may still take of a server that answers. */
const endingMs = 1_000

const closeSoon = async (events: { close(): Promise<void> }): Promise<void> => {
  await sleep(endingMs, undefined, { ref: false })
  await events.close()
}

const isSame = (one: StoreUrl, other: StoreUrl): boolean =>
  (one.kind === 'sqlite' && other.kind === 'sqlite' && resolve(one.path) === resolve(other.path)) ||
  (one.kind === 'postgres' && other.kind === 'postgres' && one.url === other.url)

const open = async (url: StoreUrl, options: OpenStorageOptions): Promise<Storage> => {
  const { access = 'create', adoptKeys = false } = options
  switch (url.kind) {
    case 'memory':
      return openMemory()
    case 'eventstoredb':
      throw usageError('badStore', messages.eventsOnly('esdb'))
    case 'postgres': {
      const { openPostgres } = await import('@skein/storage-postgres')
      return openPostgres({ url: url.url, readOnly: access === 'read', create: access === 'create', adoptKeys })
    }
    case 'sqlite':
      return openFile(url.path, access, options)
  }
}

const openFile = async (
  path: string,
  access: 'read' | 'write' | 'create',
  { durability, adoptKeys = false, aloneOnFullDisk = false }: OpenStorageOptions,
): Promise<Storage> => {
  if (access === 'create') assertCreatable(path)
  else assertExists(path)
  const { openSqlite } = await import('@skein/storage-sqlite')
  return openSqlite({
    path,
    readOnly: access === 'read',
    adoptKeys,
    aloneOnFullDisk,
    ...(durability === undefined ? {} : { durability }),
  })
}

/** A typing error must not leave an empty database behind. */
const assertExists = (path: string): void => {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw failed('missing', messages.missing(path))
  if (found.isDirectory()) throw failed('directory', messages.directory(path))
  if (found.isFile() && found.size === 0) throw failed('empty', messages.empty(path))
}

const assertCreatable = (path: string): void => {
  const folder = dirname(path)
  if (!fileExists(folder)) throw failed('noFolder', messages.noFolder(path, folder))
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw failed('directory', messages.directory(path))
}

const withReadModelsOf = (other: Storage, storage: Storage): Storage => ({
  name: `${storage.name} with read models in ${other.name}`,
  ephemeral: storage.ephemeral,
  events: storage.events,
  keys: storage.keys,
  readModels: other.readModels,
  files: async () => [...((await storage.files?.()) ?? []), ...((await other.files?.()) ?? [])],
  async close() {
    await Promise.all([other.close(), storage.close()])
  },
})
