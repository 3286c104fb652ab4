import { isDeepStrictEqual } from 'node:util'
import type { EntryNamed, Outcome, Plan, PlannedEntry, StreamEntry } from '@skein/engine'
import type { AnyEvent, HistoryEvent } from '@skein/kernel'

/** What becomes of one entry. Permanent: scripts read it. */
export interface ShownEntry extends Omit<PlannedEntry, 'about'> {
  /** `revision`: where that entry is in its stream; absent for one that is recorded at the same time. */
  readonly about?: EntryNamed & { readonly revision?: number }
  /** Where it takes the place of an entry: the fields that differ, and of lists the elements that are new. */
  readonly changed?: Readonly<Record<string, unknown>>
}

export interface ShownPlan extends Pick<Plan, 'contradictions' | 'affected'> {
  readonly streams: readonly { readonly stream: string; readonly entries: readonly ShownEntry[] }[]
}

/**
 * What a change of the past does, in all streams that it reaches.
 *
 * @param entriesOf reads the entries of a stream
 */
export const shownPlan = async (
  { plan }: Pick<Outcome, 'plan'>,
  entriesOf: (stream: string) => Promise<readonly StreamEntry[]>,
): Promise<ShownPlan> => {
  const { streams = [], contradictions = [], affected = [] } = plan ?? {}
  const shown: ShownPlan['streams'][number][] = []
  for (const { stream, entries } of streams) {
    const known = entries.some(({ about }) => about !== undefined) ? await entriesOf(stream) : []
    shown.push({ stream, entries: entries.map((entry) => shownEntry(entry, known)) })
  }
  return { streams: shown, contradictions, affected }
}

const shownEntry = (entry: PlannedEntry, known: readonly StreamEntry[]): ShownEntry => {
  const { about, kind, events } = entry
  const was = about === undefined ? undefined : known.find(({ id }) => id === about.eventId)
  if (about === undefined || was === undefined) return entry
  const [former] = was.events
  const isReplaced = (kind === 'entered' || kind === 'recomputed') && former !== undefined
  return {
    ...entry,
    about: { ...about, revision: was.revision },
    ...(isReplaced ? { changed: changedFields(former, events[0]) } : {}),
  }
}

const changedFields = (
  before: AnyEvent,
  after: AnyEvent | HistoryEvent | undefined,
): Readonly<Record<string, unknown>> => {
  const changed: Record<string, unknown> = {}
  const fields: readonly (readonly [string, unknown])[] = Object.entries(after?.data ?? {})
  for (const [field, value] of fields) {
    const former: unknown = Reflect.get(before.data, field)
    const isNew = (part: unknown): boolean =>
      !Array.isArray(former) || !former.some((other) => isDeepStrictEqual(part, other))
    if (!isDeepStrictEqual(value, former)) changed[field] = Array.isArray(value) ? value.filter(isNew) : value
  }
  return changed
}
