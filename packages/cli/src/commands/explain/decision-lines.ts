import { refusalAdvice } from '@skein/engine'
import type { AnyEvent, Language } from '@skein/kernel'
import { planLines } from '../../amendments/plan-lines.js'
import type { Context } from '../../context.js'
import { blockedLines } from '../../output/blocked-lines.js'
import { evidenceText } from '../../output/evidence.js'
import { visible } from '../../output/visible.js'
import { withoutEnvelopes } from '../../output/without-envelopes.js'
import { type DecidedCommand, typeOf } from './decision.js'
import { issuePath } from './decision-json.js'
import { explainMessages as messages } from './messages.js'

export const decisionLines = (
  context: Context,
  { file, place, command, decision }: DecidedCommand,
): readonly string[] => {
  const { translate, language, domain } = context
  const type = visible(typeOf(command)?.slice(0, 100) ?? translate(messages.unnamed))
  const source = visible(file === '-' ? 'stdin' : file)
  const name = `${source}${place === '' ? '' : ` ${place}`}: ${type}`
  switch (decision.outcome) {
    case 'accepted': {
      const stream = visible(decision.stream)
      if (decision.events.length === 0) return [translate(messages.nothing(name, stream))]
      return [
        translate(messages.wouldRecord(name, stream)),
        ...decision.events.map((event) => eventLine(event, language)),
        ...(decision.plan === undefined
          ? []
          : [translate(messages.changes), ...planLines(context, decision.plan).map((line) => `  ${line}`)]),
      ]
    }
    case 'refused': {
      const { rule, message, evidence, policyVersion, blocked = [] } = decision.rejection
      const advice = refusalAdvice(decision.rejection, domain)
      return [
        translate(messages.rejected(name, rule, message[language])),
        ...blockedLines(blocked, undefined, language).map((line) => `  ${line}`),
        ...(advice === undefined ? [] : [visible(`  ${translate(advice)}`)]),
        `  ${translate(messages.evidence(evidenceText(evidence, language)))}`,
        `  ${translate(messages.policy(policyVersion))}`,
      ]
    }
    case 'invalid':
      return [
        translate(messages.invalid(name)),
        ...decision.issues.map((issue) => visible(`  ${issuePath(place, issue)}: ${issue.message} (${issue.code})`)),
      ]
  }
}

const eventLine = ({ type, data }: AnyEvent, language: Language): string =>
  `  ${type} ${visible(JSON.stringify(withoutEnvelopes(data, language)))}`
