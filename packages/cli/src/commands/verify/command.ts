import type { CommandDefinition } from '../../command-line/command.js'
import { textOption } from '../../command-line/options.js'
import { verifyMessages as messages } from './messages.js'

export const verifyCommand = {
  name: 'verify',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: { against: textOption('file', messages.against) },
  example: 'skein verify --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
