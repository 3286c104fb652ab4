import type { ListOptions } from '../ports/index.js'

/** Which generation to read; default the live one. */
export interface GenerationChoice {
  /** The generation of this name. */
  readonly into?: string
  /** The generation with this id. */
  readonly generation?: string
}

export interface ReadOptions extends GenerationChoice {
  /** The day (`YYYY-MM-DD`) on which a document's overdue items, idle times and the like are computed; default today. */
  readonly today?: string
  /**
   * Of a document that repeats a stream which has lost its beginning, return what is left, instead of failing; called with
   * that stream and the first revision that is left.
   */
  readonly onLost?: (stream: string, first: number) => void
}

export interface DocumentPage<Doc = unknown> {
  readonly items: readonly { readonly key: string; readonly doc: Doc }[]
  /** Where the next page begins; absent on the last one. */
  readonly cursor?: string
}

/** One read model, for its readers. Throws `NotReady`, `StorageError`, and `Misconfigured` for arguments that it cannot use. */
export interface ReadModel<Doc = unknown> {
  /** The document under this key; `undefined` if there is none. */
  get(key: string, options?: ReadOptions): Promise<Doc | undefined>
  /** In ascending order of the keys' UTF-8 bytes. `limit` default 100, at most 10,000. */
  list(options?: ReadOptions & ListOptions): Promise<DocumentPage<Doc>>
}
