import { isDeepStrictEqual } from 'node:util'
import type { Outcome, Plan, PlannedEntry } from '@skein/engine'
import type { AnyEvent, HistoryEvent } from '@skein/kernel'

/** What becomes of one entry. Permanent: scripts read it. */
export interface ShownEntry extends PlannedEntry {
  /** Where it takes the place of an entry: the fields that differ, and of lists the elements that are new. */
  readonly changed?: Readonly<Record<string, unknown>>
}

export interface ShownPlan extends Pick<Plan, 'contradictions' | 'affected'> {
  readonly streams: readonly { readonly stream: string; readonly entries: readonly ShownEntry[] }[]
}

/** What a change of the past does, in all streams that it reaches. */
export const shownPlan = ({ plan }: Pick<Outcome, 'plan'>): ShownPlan => {
  const { streams = [], contradictions = [], affected = [] } = plan ?? {}
  return {
    streams: streams.map(({ stream, entries }) => ({ stream, entries: entries.map(shownEntry) })),
    contradictions,
    affected,
  }
}

const shownEntry = (entry: PlannedEntry): ShownEntry => {
  const [former] = entry.about?.events ?? []
  const [event] = entry.events
  const isReplaced = entry.kind === 'entered' || entry.kind === 'recomputed'
  return former === undefined || event === undefined || !isReplaced
    ? entry
    : { ...entry, changed: changedFields(former, event) }
}

type Recorded = AnyEvent | HistoryEvent

const changedFields = (before: Recorded, after: Recorded): Readonly<Record<string, unknown>> => {
  const changed: Record<string, unknown> = {}
  const fields: readonly (readonly [string, unknown])[] = Object.entries(after.data)
  for (const [field, value] of fields) {
    const former: unknown = Reflect.get(before.data, field)
    const isNew = (part: unknown): boolean =>
      !Array.isArray(former) || !former.some((other) => isDeepStrictEqual(part, other))
    if (!isDeepStrictEqual(value, former)) changed[field] = Array.isArray(value) ? value.filter(isNew) : value
  }
  return changed
}
