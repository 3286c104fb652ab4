import { requiredArgument } from '../../command-line/arguments.js'
import type { CommandDefinition } from '../../command-line/command.js'
import { flag, textOption } from '../../command-line/options.js'
import { restoreMessages as messages } from './messages.js'

export const restoreCommand = {
  name: 'restore',
  summary: messages.summary,
  details: messages.details,
  arguments: { file: requiredArgument('file', messages.file) },
  options: {
    keys: textOption('file', messages.keys),
    against: textOption('file', messages.against),
    replace: flag(messages.replace),
  },
  example: 'skein restore ./backup/2020-06.db --replace --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
