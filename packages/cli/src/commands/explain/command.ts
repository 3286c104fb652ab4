import { requiredArgument } from '../../command-line/arguments.js'
import type { CommandDefinition } from '../../command-line/command.js'
import { explainMessages as messages } from './messages.js'

export const explainCommand = {
  name: 'explain',
  summary: messages.summary,
  details: messages.details,
  arguments: { file: requiredArgument('FILE', messages.file) },
  options: {},
  example: 'skein explain agreement.json --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
