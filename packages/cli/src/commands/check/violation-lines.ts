import type { Context } from '../../context.js'
import { evidenceText } from '../../output/evidence.js'
import { visible } from '../../output/visible.js'
import type { CheckResult } from './check-result.js'
import { checkMessages as messages } from './messages.js'

/** People are shown the first violations only. */
const maxLines = 50

/** The first names of many. */
const namesOf = (streams: ReadonlySet<string>): string =>
  [...streams].slice(0, maxLines).join(', ') + (streams.size > maxLines ? ', …' : '')

export const violationLines = (
  { translate, language }: Context,
  { events, count, byRule, affected, violations }: CheckResult,
): readonly string[] => {
  const lines = violations.slice(0, maxLines).map(({ stream, revision, type, rule, message, evidence }) => {
    const place = [stream, ...(type === undefined ? [] : [translate(messages.revision(revision)), type])].join(' ')
    return visible(translate(messages.violation(place, rule, message[language], evidenceText(evidence, language))))
  })
  const rules = [...byRule].map(([rule, times]) => `${rule} ${times}`).join(', ')
  return [
    ...lines,
    ...(count > maxLines ? [translate(messages.more(count - maxLines))] : []),
    ...[...affected].map(([rule, streams]) =>
      visible(translate(messages.affected(rule, streams.size, namesOf(streams)))),
    ),
    translate(count === 0 ? messages.noViolation(events) : messages.violations(count, events, rules)),
  ]
}
