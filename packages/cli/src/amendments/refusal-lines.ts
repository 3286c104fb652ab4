import { refusalAdvice } from '@skein/engine'
import { builtInRules, type Rejection } from '@skein/kernel'
import type { Context } from '../context.js'
import { blockedLines } from '../output/blocked-lines.js'
import { evidenceText } from '../output/evidence.js'
import { visible } from '../output/visible.js'
import { amendmentMessages as messages } from './messages.js'

/**
 * Why an entry is not annulled or corrected, and what to do instead.
 *
 * @param stream the stream of the entry
 */
export const refusalLines = (context: Context, rejection: Rejection, stream: string): readonly string[] => {
  const { translate, language, domain } = context
  const { rule, message, evidence, blocked = [] } = rejection
  const { planLimit } = { ...builtInRules, ...domain.builtInRules }
  const advice = refusalAdvice(rejection, domain)
  const options = [
    ...(blocked.length > 0 && blocked.every((entry) => (entry.stream ?? stream) === stream)
      ? [messages.takeAlong]
      : []),
    ...(rule === planLimit.id ? [messages.raiseLimit] : []),
  ]
  return [
    translate(messages.refused(rule, message[language])),
    ...blockedLines(blocked, stream, language),
    ...(advice === undefined
      ? [`  ${translate(messages.evidence(evidenceText(evidence, language)))}`]
      : [visible(`  ${[advice, ...options].map(translate).join(language === 'zh' ? '' : ' ')}`)]),
  ]
}
