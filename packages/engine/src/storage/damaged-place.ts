import type { ReadAllOptions, StoredEvent } from '../ports/index.js'
import { isStorageError, StorageError } from '../ports/storage-error.js'

type Batches = AsyncIterable<readonly StoredEvent[]>

/**
 * Reads a log whose files may be damaged: returns every event before the damage, reading one by one near it, and then
 * throws a `StorageError` that names the last event before it.
 */
export const readAllNamingDamage = (
  readAll: (options: ReadAllOptions) => Batches,
  options: ReadAllOptions,
): Batches => {
  // at once: the end of the log is that of the moment of the call
  const batches = readAll(options)
  return (async function* () {
    let last: StoredEvent | undefined
    try {
      for await (const batch of batches) {
        yield batch
        last = batch.at(-1) ?? last
      }
      return
    } catch (error) {
      if (!isDamage(error)) throw error
      if (options.batchSize === 1) throw damagedBehind(error, last)
    }
    const after = last === undefined ? {} : { after: last.position }
    yield* readAllNamingDamage(readAll, { ...options, ...after, batchSize: 1 })
  })()
}

/** Reads a stream, and names it in a `StorageError` about damage. */
export const readStreamNamingDamage = (batches: Batches, stream: string): Batches =>
  (async function* () {
    try {
      yield* batches
    } catch (error) {
      throw isDamage(error) && !error.text.en.includes(stream) ? damagedIn(error, stream) : error
    }
  })()

const isDamage = (error: unknown): error is StorageError => isStorageError(error, 'corrupt')

const damagedBehind = ({ text, cause }: StorageError, last: StoredEvent | undefined): StorageError => {
  const [en, zh] =
    last === undefined
      ? ['The first event of the log cannot be read', '日志的第一个事件无法读取']
      : [
          `The log can be read up to position ${last.position} (${last.stream}@${last.revision})`,
          `日志可读至位置 ${last.position}(${last.stream}@${last.revision})`,
        ]
  return new StorageError('corrupt', { en: `${text.en} ${en}.`, zh: `${text.zh}${zh}。` }, { cause })
}

const damagedIn = ({ text, cause }: StorageError, stream: string): StorageError =>
  new StorageError(
    'corrupt',
    { en: `${text.en} The stream ${stream} cannot be read.`, zh: `${text.zh}流 ${stream} 无法读取。` },
    { cause },
  )
