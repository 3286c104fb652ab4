import { partsOf } from '@skein/kernel'
import type { StoredEvent } from '../ports/index.js'
import type { Violation } from './violation.js'

const rule = {
  id: 'unknown-event',
  title: {
    en: 'The domain does not know this type of event in this kind of stream, so no rule judged it. Check the log with the domain that recorded it.',
    zh: '当前领域不认识此类流中的这种事件,因而未按任何规则核查。请使用登记该事件的领域进行核查。',
  },
}

interface UnknownType {
  readonly first: StoredEvent
  events: number
}

/** The events that a domain does not know: one entry for each type and kind of stream, however many there are. */
export class UnknownEvents {
  readonly #types = new Map<string, UnknownType>()

  add(event: StoredEvent): void {
    const key = JSON.stringify([partsOf(event.stream).aggregate, event.type])
    const known = this.#types.get(key)
    if (known === undefined) this.#types.set(key, { first: event, events: 1 })
    else known.events += 1
  }

  *violations(): Iterable<Violation> {
    for (const { first, events } of this.#types.values()) {
      const { stream, revision, type } = first
      yield { stream, revision, type, rule: rule.id, message: rule.title, evidence: { type, events } }
    }
  }
}
