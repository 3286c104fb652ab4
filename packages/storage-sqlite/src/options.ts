import type { Storage } from '@skein/engine'

export interface SqliteOptions {
  /** The file of events and read models; made where there is none, in a directory that exists. */
  readonly path: string
  /** The file of the keys; default `path` with `.keys` appended. */
  readonly keysPath?: string
  /**
   * `full` (default): what was acknowledged survives a power cut. `normal`: a power cut may take the last moments, a
   * killed process takes nothing; many times faster on slow disks. Keys are always kept in full.
   */
  readonly durability?: 'full' | 'normal'
  /** Change nothing; the files must exist. */
  readonly readOnly?: boolean
  /** How long a lock of another process is waited for before it is an error, in milliseconds; default 10,000. */
  readonly busyTimeoutMs?: number
}

export interface SqliteStorage extends Storage {
  /**
   * Copies everything to `path`, and the keys to `keysPath` (default `path` with `.keys` appended; `false`: leave them
   * out), while it is in use. Neither may exist.
   */
  backup(path: string, options?: { readonly keysPath?: string | false }): Promise<void>
}
