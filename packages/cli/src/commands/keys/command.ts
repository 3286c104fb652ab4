import { requiredArgument } from '../../command-line/arguments.js'
import type { CommandDefinition } from '../../command-line/command.js'
import { textOption } from '../../command-line/options.js'
import { keysMessages as messages } from './messages.js'

export const keysCommand = {
  name: 'keys',
  summary: messages.summary,
  details: messages.details,
  arguments: { action: requiredArgument('ACTION', messages.action) },
  options: { newKeyFile: textOption('file', messages.newKeyFile) },
  example: 'skein keys rotate --new-key-file new.key --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
