import type { CommandDefinition } from '../../command-line/command.js'
import { flag } from '../../command-line/options.js'
import { statusMessages as messages } from './messages.js'

export const statusCommand = {
  name: 'status',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: { persons: flag(messages.persons) },
  example: 'skein status --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
