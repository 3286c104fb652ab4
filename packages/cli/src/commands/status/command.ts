import type { CommandDefinition } from '../../command-line/command.js'
import { statusMessages as messages } from './messages.js'

export const statusCommand = {
  name: 'status',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: {},
  example: 'skein status --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
