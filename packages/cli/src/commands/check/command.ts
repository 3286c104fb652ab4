import type { CommandDefinition } from '../../command-line/command.js'
import { flag, textOption } from '../../command-line/options.js'
import { checkMessages as messages } from './messages.js'

export const checkCommand = {
  name: 'check',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: { policy: textOption('FILE', messages.policy), asCorrected: flag(messages.asCorrected) },
  example: 'skein check --policy stricter.json --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
