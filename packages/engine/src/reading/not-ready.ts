/** A read model that was never filled in the version that this program reads, or a kept one that does not exist. */
export class NotReady extends Error {
  readonly _tag = 'NotReady'
  override readonly name = 'NotReady'
  readonly projection: string
  readonly version: number
  /** How far the first filling is; absent where none was begun. */
  readonly progress?: NotReadyProgress
  /** Where a kept one was asked for. */
  readonly kept?: NotReadyKept

  constructor(
    projection: string,
    version: number,
    message: string,
    { progress, kept }: { readonly progress?: NotReadyProgress; readonly kept?: NotReadyKept } = {},
  ) {
    super(message)
    this.projection = projection
    this.version = version
    if (progress !== undefined) this.progress = progress
    if (kept !== undefined) this.kept = kept
  }
}

/** What was asked for by the name it is kept under, and what there is. */
export interface NotReadyKept {
  readonly asked: string
  /** Under which anything is kept. */
  readonly names: readonly string[]
  /** The bounds of what is kept under the name that was asked for: other read models, or other versions. */
  readonly asOf?: string
  readonly knownAt?: string
}

export interface NotReadyProgress {
  /** Events folded in so far. */
  readonly events: number
  /** Events still to be folded in, where the store can tell. */
  readonly remaining?: number
}

/** A name that no read model has. */
export class UnknownReadModel extends Error {
  readonly _tag = 'UnknownReadModel'
  override readonly name = 'UnknownReadModel'
  readonly known: readonly string[]

  constructor(asked: string, known: readonly string[]) {
    super(`There is no read model ${JSON.stringify(asked)}. Known are: ${known.join(', ')}.`)
    this.known = known
  }
}
