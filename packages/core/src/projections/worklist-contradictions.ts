// The worklist items of contradictions: entries that a rule of permission speaks against, as things are known now.
import type { AnyEvent, HistoryEvent } from '@skein/kernel'
import { type Draft, draft } from './worklist-item.js'

/** A contradiction that stands. */
export type Contradiction = Omit<Extract<HistoryEvent, { type: 'EntryContradicted' }>['data'], 'becauseOf'>

export const isContradiction = (event: AnyEvent): event is Extract<HistoryEvent, { type: 'EntryContradicted' }> =>
  event.type === 'EntryContradicted'

/** @param about the id of what the stream is about, by the name of the id */
export const contradictionItems = (
  contradictions: readonly Contradiction[],
  about: Readonly<Record<string, string>>,
): Draft[] =>
  contradictions.map(({ eventId, rule, evidence, on }) => {
    const item = draft('contradiction', about, { since: on, due: { by: 'nothing' }, detail: { ...evidence, rule } })
    return { ...item, ids: [...item.ids, eventId, rule] }
  })
