import { requiredArgument } from '../../command-line/arguments.js'
import type { CommandDefinition } from '../../command-line/command.js'
import { flag } from '../../command-line/options.js'
import { backupMessages as messages } from './messages.js'

export const backupCommand = {
  name: 'backup',
  summary: messages.summary,
  details: messages.details,
  arguments: { file: requiredArgument('file', messages.file) },
  options: { withoutKeys: flag(messages.withoutKeys) },
  example: 'skein backup ./backup/2020-06.db --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
