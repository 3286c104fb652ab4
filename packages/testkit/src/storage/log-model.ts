import type { Expected, NewEvent } from '@skein/engine'

export interface Kept {
  readonly stream: string
  readonly revision: number
  readonly event: NewEvent
}

export type Answer =
  | { readonly _tag: 'Appended'; readonly revision: number }
  | { readonly _tag: 'Conflict'; readonly actual: Expected }

/** What a log is, in as few words as possible: the measure of every store. */
export class LogModel {
  readonly log: Kept[] = []

  stream(name: string): readonly Kept[] {
    return this.log.filter(({ stream }) => stream === name)
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected): Answer {
    const known = this.stream(stream)
    const actual = known.length === 0 ? 'none' : known.length - 1
    const place = expected === 'none' ? 0 : expected + 1
    if (actual === expected) {
      this.log.push(...events.map((event, index) => ({ stream, revision: place + index, event })))
      return { _tag: 'Appended', revision: place + events.length - 1 }
    }
    const isRepeat = events.every(({ eventId }, index) => known[place + index]?.event.eventId === eventId)
    return isRepeat ? { _tag: 'Appended', revision: place + events.length - 1 } : { _tag: 'Conflict', actual }
  }
}
