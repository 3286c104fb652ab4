import { type Domain, isHistoryEvent, partsOf, type Rank } from '@skein/kernel'
import type { StoredEvent } from '../ports/index.js'
import type { GenerationBuilder } from './generation-builder.js'

/** An event type that a pass reads. */
export interface HandledType {
  /** Those whose projections handle it. */
  readonly readers: readonly GenerationBuilder[]
  /** Its rank within its day; `undefined` where streams are folded in the order of recording. */
  readonly rank: Rank | undefined
}

type Builders = readonly GenerationBuilder[]

/** Which builders handle which events. */
export class HandledTypes {
  readonly #byType = new Map<string, HandledType>()
  /** Of events about entries: by their type, those that handle some event of an aggregate. */
  readonly #aboutEntries: ReadonlyMap<string, ReadonlyMap<string, Builders>>

  constructor(builders: Builders, { aggregates }: Pick<Domain, 'aggregates'>) {
    const ranks = new Map(
      aggregates.flatMap(({ events, order }) =>
        Object.entries(events).map(([type, { rank }]) => [type, order === 'recorded' ? undefined : rank] as const),
      ),
    )
    for (const builder of builders)
      for (const type of new Set(builder.projection.reads)) {
        if (isHistoryEvent({ type })) continue
        const rank = ranks.has(type) ? ranks.get(type) : 0
        this.#byType.set(type, { readers: [...(this.#byType.get(type)?.readers ?? []), builder], rank })
      }
    const byAggregate = (chosen: Builders) =>
      new Map(
        aggregates.map(({ name, events }) => [
          name,
          chosen.filter(({ projection }) => projection.reads.some((type) => Object.hasOwn(events, type))),
        ]),
      )
    const ofContradictions = builders.filter(({ projection }) => projection.reads.includes('EntryContradicted'))
    this.#aboutEntries = new Map([
      ['EntryAnnulled', byAggregate(builders)],
      ...(ofContradictions.length === 0
        ? []
        : ['EntryContradicted', 'ContradictionResolved'].map((type) => [type, byAggregate(ofContradictions)] as const)),
    ])
  }

  /** The types to read. */
  get types(): readonly string[] {
    return this.#byType.size === 0 ? [] : [...this.#byType.keys(), ...this.#aboutEntries.keys()]
  }

  /** `undefined` for a type that no projection handles, and for events about entries. */
  get(type: string): HandledType | undefined {
    return this.#byType.get(type)
  }

  /** The builders whose rows an event may change. */
  readersOf({ type, stream }: Pick<StoredEvent, 'type' | 'stream'>): Builders {
    return this.#byType.get(type)?.readers ?? this.#aboutEntries.get(type)?.get(partsOf(stream).aggregate) ?? []
  }

  /** The builders that handle some event of a stream. */
  readersOfStream(stream: string): Builders {
    return this.#aboutEntries.get('EntryAnnulled')?.get(partsOf(stream).aggregate) ?? []
  }
}
