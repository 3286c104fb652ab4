import type { PlannedContradiction } from '@skein/engine'
import { type Language, partsOf } from '@skein/kernel'
import { z } from 'zod'
import type { Context } from '../context.js'
import { annulmentReason } from '../output/annulment-reason.js'
import { detailText } from '../output/detail.js'
import { evidenceText } from '../output/evidence.js'
import { visible } from '../output/visible.js'
import { withoutEnvelopes } from '../output/without-envelopes.js'
import { counts, kindNames, amendmentMessages as messages } from './messages.js'
import type { ShownEntry, ShownPlan } from './plan.js'

/** The chosen language. */
type Words = Pick<Context, 'translate' | 'language'>

/** The plan as a tree: the streams, and what becomes of their entries; then a summary. */
export const planLines = (context: Words, plan: ShownPlan): readonly string[] => {
  const { translate } = context
  const entries = plan.streams.flatMap((stream) => stream.entries)
  return [
    ...plan.streams.flatMap(({ stream, entries: changed }) => {
      const lines = [
        ...changed.map((entry) => entryLine(context, entry)),
        ...contradictedAgain(stream, plan).map((contradiction) => contradictionLine(context, contradiction)),
      ]
      return [visible(stream), ...lines.map((line, index) => `${index === lines.length - 1 ? '└─' : '├─'} ${line}`)]
    }),
    translate(messages.summary(plan.streams.length, entries.length, plan.contradictions.length)),
    translate(messages.affected(affectedText(context, plan.affected))),
  ]
}

/** Contradictions that no entry of the plan records: they were recorded before, and stand again. */
const contradictedAgain = (stream: string, { streams, contradictions }: ShownPlan): readonly PlannedContradiction[] => {
  const entries = streams.filter((one) => one.stream === stream).flatMap((one) => one.entries)
  const isRecorded = ({ eventId, rule }: PlannedContradiction): boolean =>
    entries.some(
      ({ kind, about, events: [event] }) =>
        kind === 'contradicted' && about?.eventId === eventId && About.parse(event?.data).rule === rule,
    )
  return contradictions.filter((one) => one.stream === stream && !isRecorded(one))
}

const contradictionLine = (
  { translate, language }: Words,
  { on, event, rule, evidence }: PlannedContradiction,
): string => {
  const details = [rule, evidenceText(evidence, language)].join(language === 'zh' ? ',' : ', ')
  return visible(`${translate(kindNames.contradicted)} ${on} ${event}${language === 'zh' ? ':' : ': '}${details}`)
}

const entryLine = ({ translate, language }: Words, entry: ShownEntry): string => {
  const { kind, on, events, about, process } = entry
  const isReplaced = about !== undefined && (kind === 'entered' || kind === 'recomputed')
  const names = about === undefined || isReplaced ? events.map(({ type }) => type).join(', ') : about.event
  const notes = [
    ...(about === undefined ? [] : [translate(messages.revision(about.revision))]),
    ...(isReplaced && about.on !== on ? [translate(messages.before(about.on))] : []),
    ...(kind === 'sent' && process !== undefined ? [translate(messages.process(process))] : []),
  ]
  const note = notes.length === 0 ? '' : ` (${notes.join(', ')})`
  const name = kind === 'entered' && isReplaced ? messages.corrected : kindNames[kind]
  const details = shortened(detailOf(entry, language))
  const colon = language === 'zh' ? ':' : ': '
  // what becomes of an entry that stays is about its own day, whenever it was decided
  const day = about === undefined || isReplaced ? on : about.on
  return visible(`${translate(name)} ${day} ${names}${note}${details === '' ? '' : `${colon}${details}`}`)
}

/** Characters of a line's details. */
const longest = 300

const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)} …` : text)

/** What an event about an entry says: the reason, the rule and its evidence; of other events what is new in them. */
const detailOf = ({ kind, events: [event], changed }: ShownEntry, language: Language): string => {
  if (event === undefined) return ''
  if (kind === 'entered' || kind === 'sent' || kind === 'recomputed') {
    // sound: the same object, its encrypted values replaced by words
    const data = withoutEnvelopes(changed ?? event.data, language) as Readonly<Record<string, unknown>>
    const { on: _on, ...detail } = data
    return detailText(detail, language)
  }
  const { reason, rule, evidence } = About.parse(event.data)
  return [
    ...(reason === undefined ? [] : [annulmentReason(reason, language)]),
    ...(rule === undefined ? [] : [rule]),
    ...(evidence === undefined ? [] : [evidenceText(evidence, language)]),
  ].join(language === 'zh' ? ',' : ', ')
}

/** What events about entries may say. */
const About = z.object({
  reason: z.string().optional(),
  rule: z.string().optional(),
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
})

/** The ids of the streams of one kind that are named. */
const named = 20

/** `3 trainees (t1, t2, t3), 1 household (h1)`. */
const affectedText = ({ translate, language }: Words, affected: readonly string[]): string => {
  const byAggregate = new Map<string, string[]>()
  for (const stream of affected) {
    const { aggregate, id } = partsOf(stream)
    byAggregate.set(aggregate, [...(byAggregate.get(aggregate) ?? []), id])
  }
  return [...byAggregate]
    .map(([aggregate, ids]) => {
      const count = Object.hasOwn(counts, aggregate) ? counts[aggregate] : undefined
      const text = count === undefined ? `${ids.length} ${aggregate}` : translate(count(ids.length))
      return visible(`${text} (${ids.slice(0, named).join(', ')}${ids.length > named ? ', …' : ''})`)
    })
    .join(language === 'zh' ? '、' : ', ')
}
