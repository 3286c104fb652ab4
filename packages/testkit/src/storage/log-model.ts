import type { Expected, NewEvent } from '@skein/engine'

export interface ModelEvent {
  readonly stream: string
  readonly revision: number
  readonly event: NewEvent
}

export type ModelResult =
  | { readonly _tag: 'Appended'; readonly revision: number }
  | { readonly _tag: 'Conflict'; readonly actual: Expected }

/** The simplest possible log: every store has to give the same results. */
export class LogModel {
  readonly log: ModelEvent[] = []

  stream(name: string): readonly ModelEvent[] {
    return this.log.filter(({ stream }) => stream === name)
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected): ModelResult {
    const stored = this.stream(stream)
    const actual = stored.length === 0 ? 'none' : stored.length - 1
    const first = expected === 'none' ? 0 : expected + 1
    if (actual === expected) {
      this.log.push(...events.map((event, index) => ({ stream, revision: first + index, event })))
      return { _tag: 'Appended', revision: first + events.length - 1 }
    }
    const isRepeat = events.every(({ hash }, index) => stored[first + index]?.event.hash === hash)
    return isRepeat ? { _tag: 'Appended', revision: first + events.length - 1 } : { _tag: 'Conflict', actual }
  }
}
