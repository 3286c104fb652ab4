import type { Text } from '@skein/kernel'

/** A read model has no live generation of the version that this program reads, or no generation of the name asked for. */
export class NotReady extends Error {
  readonly _tag = 'NotReady'
  override readonly name = 'NotReady'
  readonly projection: string
  readonly version: number
  /** The message in both languages: what is not ready, and what to call. */
  readonly text: Text
  /** What is not ready, without what to call. */
  readonly reason: Text
  /** How far the first generation is; absent if none was begun. */
  readonly progress?: NotReadyProgress
  /** What was asked for by name, and which names there are. */
  readonly kept?: NotReadyKept

  constructor(
    { name, version }: { readonly name: string; readonly version: number },
    reason: Text,
    remedy: Text,
    { progress, kept }: { readonly progress?: NotReadyProgress; readonly kept?: NotReadyKept } = {},
  ) {
    const text = { en: `${reason.en} ${remedy.en}`, zh: `${reason.zh}${remedy.zh}` }
    super(text.en)
    this.projection = name
    this.version = version
    this.text = text
    this.reason = reason
    if (progress !== undefined) this.progress = progress
    if (kept !== undefined) this.kept = kept
  }
}

export interface NotReadyKept {
  /** The name that was asked for. */
  readonly asked: string
  /** The names of all named generations. */
  readonly names: readonly string[]
  /** The bounds of other read models, or other versions, that have the name. */
  readonly asOf?: string
  readonly knownAt?: string
}

export interface NotReadyProgress {
  /** Events applied so far. */
  readonly events: number
  /** Events still to be applied, if the store knows. */
  readonly remaining?: number
}
