import type { CommandDefinition } from '../../command-line/command.js'
import { textOption } from '../../command-line/options.js'
import { seedOption } from '../../jobs/seed-option.js'
import { demoMessages as messages } from './messages.js'

export const demoCommand = {
  name: 'demo',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: { db: textOption('path', messages.db), seed: seedOption },
  example: 'skein demo --lang zh',
} satisfies CommandDefinition
