import type { Storage } from '@skein/engine'
import { type OptionTypes, option } from '@skein/engine/storage'

export interface SqliteOptions {
  /** The file of events and read models; made if it does not exist, in a folder that does. */
  readonly path: string
  /** The file of the keys; default `path` with `.keys` appended. */
  readonly keysPath?: string
  /**
   * `full` (default): acknowledged writes survive a power cut. `normal`: a power cut may lose the last moments, a killed
   * process loses nothing; many times faster on slow disks. Keys are always written with `full`.
   */
  readonly durability?: 'full' | 'normal'
  /** Changes nothing, and needs existing files; default false. */
  readonly readOnly?: boolean
  /** Makes the file of events and read models if it does not exist; default true. */
  readonly create?: boolean
  /** Accept keys of events that are not in this file, which is empty; it belongs to them from then on. Default false. */
  readonly adoptKeys?: boolean
  /**
   * On a disk that is too full for the memory that processes share beside a file, lock the files for this process alone until
   * it closes them, instead of failing: for programs that look at such a disk, or make room. Default false.
   */
  readonly aloneOnFullDisk?: boolean
  /** How long to wait for a lock of another process before it is an error, in milliseconds; default 10,000. */
  readonly busyTimeoutMs?: number
}

export interface SqliteStorage extends Storage {
  /**
   * Copies events and read models to `path`, and the keys to `keysPath` (default `path` with `.keys` appended; `false`
   * leaves them out), while the store is in use. Existing files are not overwritten: it throws `StorageError`.
   */
  backup(path: string, options?: { readonly keysPath?: string | false; readonly signal?: AbortSignal }): Promise<void>
}

const filePath = option.text({ en: 'the path of a file, such as "./base.db"', zh: '文件路径,如 "./base.db"' })

export const sqliteOptionTypes: OptionTypes = {
  path: option.required({ ...filePath, fits: (value) => typeof value === 'string' }),
  keysPath: filePath,
  durability: option.oneOf('full', 'normal'),
  readOnly: option.flag,
  create: option.flag,
  adoptKeys: option.flag,
  aloneOnFullDisk: option.flag,
  busyTimeoutMs: option.wholeNumber(0),
}
