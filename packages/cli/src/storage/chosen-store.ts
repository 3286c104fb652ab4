import type { Context } from '../context.js'
import { usageError } from '../failures/failure.js'
import { storageMessages as messages } from '../messages/storage.js'
import { shellWord } from '../output/shell.js'
import { checkKeyFile } from './master-key-file.js'
import { parseStoreUrl, type StoreUrl, withHarmlessOptions, withoutSecrets } from './store-url.js'

/** The store that a command works on. */
export interface ChosenStore {
  /** For messages, without secrets: `sqlite:./base.db`. */
  readonly name: string
  /** The options that name it again on a command line, without secrets: `--store esdb://host?tls=false --read-models …`. */
  readonly options: string
  /** Where the keys of persons are. */
  readonly keysUrl: StoreUrl
  /** As it was typed. */
  readonly typed: string
  readonly readModels: string | undefined
  /** The domain whose events are read there. */
  readonly domain: Context['domain']
  /** Aborted by Ctrl-C: opening gives up. */
  readonly signal: AbortSignal
}

/** Checks the names of the stores and the file of the master key; opens nothing. */
export const chosenStore = (context: Context): ChosenStore => {
  const { globalOptions, io } = context
  const typed = globalOptions.store ?? (io.env.SKEIN_STORE || undefined)
  const readModels = globalOptions.readModels ?? (io.env.SKEIN_READ_MODELS || undefined)
  if (typed === undefined) throw usageError('noStore', messages.noStore)
  const url = parseStoreUrl(typed, '--store')
  const readModelsUrl = readModels === undefined ? undefined : parseStoreUrl(readModels, '--read-models')
  checkKeyFile(globalOptions.masterKeyFile)
  if (url.kind !== 'eventstoredb') return namedStore(typed, readModels, url, context)
  if (readModelsUrl === undefined) throw usageError('noReadModels', messages.noReadModels)
  return namedStore(typed, readModels, readModelsUrl, context)
}

/** @param keysUrl where the keys of persons are */
export const namedStore = (
  typed: string,
  readModels: string | undefined,
  keysUrl: StoreUrl,
  { domain, io: { signal } }: Pick<Context, 'domain' | 'io'>,
): ChosenStore => {
  const store = `--store ${shellWord(withHarmlessOptions(typed))}`
  const others = readModels === undefined ? '' : ` --read-models ${shellWord(withHarmlessOptions(readModels))}`
  return { name: withoutSecrets(typed), options: store + others, keysUrl, typed, readModels, domain, signal }
}
