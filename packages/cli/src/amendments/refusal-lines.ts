import type { BlockedEntry, Evidence, Rejection } from '@skein/kernel'
import type { Context } from '../context.js'
import { evidenceText } from '../output/evidence.js'
import { visible } from '../output/visible.js'
import { amendmentMessages as messages } from './messages.js'

/**
 * Why an entry is not annulled or corrected, and what to do instead.
 *
 * @param stream the stream of the entry
 */
export const refusalLines = (
  { translate, language }: Context,
  rejection: Rejection,
  stream: string,
): readonly string[] => {
  const { rule, message, evidence, blocked = [] } = rejection
  const isElsewhere = (entry: BlockedEntry): boolean => entry.stream !== undefined && entry.stream !== stream
  const remedy = blocked.some(isElsewhere) ? messages.blockedElsewhere : messages.blockedRemedy
  const special = explanationOf(evidence)
  return [
    translate(messages.refused(rule, message[language])),
    ...(special === undefined ? [] : [`  ${visible(translate(special))}`]),
    ...(special === undefined && blocked.length === 0
      ? [`  ${translate(messages.evidence(evidenceText(evidence, language)))}`]
      : []),
    ...blocked.map((entry, index) => {
      const name = `${isElsewhere(entry) ? `${entry.stream} ` : ''}${entry.on} ${entry.event} (${entry.eventId})`
      const why = `${entry.rule} ${entry.message[language]} ${evidenceText(entry.evidence, language)}`
      return visible(`${index === blocked.length - 1 ? '└─' : '├─'} ${name}: ${why}`)
    }),
    ...(blocked.length === 0 ? [] : [translate(remedy)]),
  ]
}

const explanationOf = (evidence: Evidence) => {
  const text = (name: string): string => String(evidence[name] ?? '–')
  if (evidence.found === false) return messages.notFound
  if (evidence.annulled === true)
    return messages.annulledAlready({
      by: text('annulledBy'),
      at: text('annulledAt'),
      reason: text('reason'),
      annulment: text('annulment'),
      replacedBy: typeof evidence.replacedBy === 'string' ? evidence.replacedBy : undefined,
    })
  if (evidence.enteredBy !== undefined)
    return messages.byProcess(text('enteredBy'), text('cause'), text('root'), text('rootEventId'))
  if (evidence.streams !== undefined && evidence.limit !== undefined)
    return messages.tooManyStreams(text('streams'), text('limit'))
  if (evidence.changes === false) return messages.sameAsRecorded
  if (evidence.corrected === false) return messages.notCorrectable(text('event'))
  if (evidence.event !== undefined && evidence.rule === undefined) return messages.aboutAnEntry(text('event'))
  if (evidence.on !== undefined && evidence.recordedOn !== undefined && Object.keys(evidence).length === 3)
    return messages.intoTheFuture(text('on'), text('recordedOn'))
  return undefined
}
