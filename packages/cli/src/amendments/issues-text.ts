import type { Issue } from '@skein/engine'
import type { Text } from '@skein/kernel'
import { visible } from '../output/visible.js'
import { amendmentMessages as messages } from './messages.js'

/** What does not fit, on one line: `data.amountFen: …; data.on: …`. The schemas' messages are in the chosen language. */
export const issuesText = (issues: readonly Issue[]): Text => {
  const textOf = ({ code, message }: Issue): Text =>
    code === 'other_stream' ? messages.otherStream : { en: message, zh: message }
  const listIn = (language: keyof Text) =>
    issues.map((issue) => visible(`${issue.path.join('.')}: ${textOf(issue)[language]}`))
  return messages.invalid(listIn('en').join('; '), listIn('zh').join(';'))
}
