import type { Text } from '@skein/kernel'

/** A rebuild that cannot begin, or cannot continue. */
export class RebuildError extends Error {
  readonly _tag = 'RebuildError'
  override readonly name = 'RebuildError'
  readonly reason: 'unknownProjection' | 'unknownKept' | 'badBound' | 'otherBounds' | 'locked' | 'taken'
  /** The message in both languages. */
  readonly text: Text
  /** The holder of the lock, for `locked`. */
  readonly holder?: string

  constructor(reason: RebuildError['reason'], text: Text, holder?: string) {
    super(text.en)
    this.reason = reason
    this.text = text
    if (holder !== undefined) this.holder = holder
  }
}

/** Another process built, replaced or dropped the same generations, after one of the two lost its lock. */
export const takenOver = (projections: readonly string[]): RebuildError =>
  new RebuildError('taken', {
    en: `another process took over the rebuild of ${projections.join(', ')}; run the rebuild again.`,
    zh: `重建期间另一进程接管了 ${projections.join('、')};请重新运行重建。`,
  })
