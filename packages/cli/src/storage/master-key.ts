import type { Storage } from '@skein/engine'
import type { Context } from '../context.js'
import { failed, usageError } from '../failures/failure.js'
import { masterKeyMessages as messages } from '../messages/master-key.js'
import type { ChosenStore } from './chosen-store.js'
import { fileExists } from './file-exists.js'
import { checkedKey, createKeyFile, keyFileOf, readKeyFile } from './master-key-file.js'
import type { StoreUrl } from './store-url.js'

/** Where a master key may come from. */
export interface KeySources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** `--master-key-file`. */
  readonly file: string | undefined
  /** Where the keys of persons are. */
  readonly keysUrl: StoreUrl
}

export const keySourcesOf = ({ io, globalOptions }: Context, { keysUrl }: ChosenStore): KeySources => ({
  env: io.env,
  file: globalOptions.masterKeyFile,
  keysUrl,
})

/** The key in `--master-key-file`, in `SKEIN_MASTER_KEY`, or in the file beside the database, in this order. */
export const findMasterKey = ({ env, file, keysUrl }: KeySources): string | undefined => {
  if (file !== undefined) return readKeyFile(file)
  if (env.SKEIN_MASTER_KEY) return checkedKey(env.SKEIN_MASTER_KEY, 'SKEIN_MASTER_KEY')
  if (keysUrl.kind !== 'sqlite') return undefined
  const beside = keyFileOf(keysUrl.path)
  return fileExists(beside) ? readKeyFile(beside) : undefined
}

/** The key as an option of the runtime; a store in memory needs none. */
export const requireMasterKey = (context: Context, store: ChosenStore): { readonly masterKey?: string } => {
  const masterKey = findMasterKey(keySourcesOf(context, store))
  if (masterKey !== undefined) return { masterKey }
  if (store.keysUrl.kind === 'memory') return {}
  throw usageError('masterKey', messages.missing(store.name))
}

/** The existing key. For a new SQLite database a key is created, in a file beside it. */
export const findOrCreateMasterKey = (sources: KeySources, isNew: boolean): string | undefined => {
  const known = findMasterKey(sources)
  if (known !== undefined || sources.keysUrl.kind !== 'sqlite') return known
  const { path } = sources.keysUrl
  if (!isNew) throw failed('masterKey', messages.lost(path, keyFileOf(path)))
  return createKeyFile(keyFileOf(path))
}

/** The same, as an option of the runtime. A store without events is new. */
export const masterKeyOption = async (
  sources: KeySources,
  { events, name }: Pick<Storage, 'events' | 'name'>,
): Promise<{ readonly masterKey?: string }> => {
  const masterKey = findOrCreateMasterKey(sources, (await events.head()) === undefined)
  if (masterKey !== undefined) return { masterKey }
  if (sources.keysUrl.kind === 'memory') return {}
  throw usageError('masterKey', messages.missing(name))
}
