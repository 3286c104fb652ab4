import { type AnyEvent, type HistoryEvent, partsOf } from '@skein/kernel'
import type { Context } from '../context.js'
import { fieldNames } from '../messages/fields.js'
import { evidenceText } from '../output/evidence.js'
import { visible } from '../output/visible.js'
import { aggregateNames, kindNames, amendmentMessages as messages } from './messages.js'
import type { Plan, PlannedEntry } from './plan.js'

/** The plan as a tree: the streams, and what becomes of their entries; then a summary. */
export const planLines = (context: Context, plan: Plan): readonly string[] => {
  const { translate } = context
  const entries = plan.streams.flatMap((stream) => stream.entries)
  const contradictions = entries.filter(({ kind }) => kind === 'contradicted').length
  return [
    ...plan.streams.flatMap(({ stream, entries: changed }) => [
      visible(stream),
      ...changed.map((entry, index) => {
        const branch = index === changed.length - 1 ? '└─' : '├─'
        return `${branch} ${entryLine(context, entry)}`
      }),
    ]),
    translate(messages.summary(plan.streams.length, entries.length, contradictions)),
    translate(messages.affected(affectedText(context, plan.affected))),
  ]
}

const entryLine = ({ translate, language }: Context, { kind, on, events, about }: PlannedEntry): string => {
  const [first] = events
  const names = about === undefined || kind === 'recomputed' ? events.map(({ type }) => type).join(', ') : about.event
  const revision = about === undefined ? '' : ` (${translate(messages.revision(about.revision))})`
  const details = first === undefined ? '' : detailOf(first, kind, language)
  return visible(
    `${translate(kindNames[kind])} ${on} ${names}${revision}${details === '' ? '' : `${language === 'zh' ? ':' : ': '}${details}`}`,
  )
}

/** What an event about an entry says: the reason, the rule and its evidence; of other events their plain fields. */
const detailOf = (
  { data }: AnyEvent | HistoryEvent,
  kind: PlannedEntry['kind'],
  language: Context['language'],
): string => {
  const separator = language === 'zh' ? ',' : ', '
  if (kind === 'entered' || kind === 'recomputed')
    return Object.entries(data)
      .filter(([field, value]) => field !== 'on' && ['string', 'number', 'boolean'].includes(typeof value))
      .map(([field, value]) => `${fieldNames[field]?.[language] ?? field} = ${String(value)}`)
      .join(separator)
  const rule: unknown = Reflect.get(data, 'rule')
  const evidence: unknown = Reflect.get(data, 'evidence')
  const reason: unknown = Reflect.get(data, 'reason')
  return [
    ...(typeof reason === 'string' ? [reasonText(reason, language)] : []),
    ...(typeof rule === 'string' ? [rule] : []),
    // sound: the schema of events about entries
    ...(typeof evidence === 'object' && evidence !== null
      ? [evidenceText(evidence as Parameters<typeof evidenceText>[0], language)]
      : []),
  ].join(separator)
}

const reasonText = (reason: string, language: Context['language']): string => {
  const text = Object.hasOwn(messages.engineReasons, reason)
    ? messages.engineReasons[reason as keyof typeof messages.engineReasons]
    : undefined
  return text?.[language] ?? reason
}

/** `3 people (t1, t2, t3), 1 household (h1)`. */
const affectedText = ({ translate, language }: Context, affected: readonly string[]): string => {
  const byAggregate = new Map<string, string[]>()
  for (const stream of affected) {
    const { aggregate } = partsOf(stream)
    byAggregate.set(aggregate, [...(byAggregate.get(aggregate) ?? []), stream])
  }
  return [...byAggregate]
    .map(([aggregate, streams]) => {
      const name = Object.hasOwn(aggregateNames, aggregate) ? aggregateNames[aggregate] : undefined
      const ids = streams.slice(0, 20).map((stream) => visible(partsOf(stream).id))
      return `${streams.length} ${name === undefined ? aggregate : translate(name)} (${ids.join(', ')}${streams.length > 20 ? ', …' : ''})`
    })
    .join(language === 'zh' ? '、' : ', ')
}
