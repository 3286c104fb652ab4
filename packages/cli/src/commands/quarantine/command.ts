import { repeatedArgument } from '../../command-line/arguments.js'
import type { CommandDefinition } from '../../command-line/command.js'
import { nameOption, textOption } from '../../command-line/options.js'
import { quarantineMessages as messages } from './messages.js'

export const quarantineCommand = {
  name: 'quarantine',
  summary: messages.summary,
  details: messages.details,
  arguments: { words: repeatedArgument('ACTION', messages.action) },
  options: {
    readModel: nameOption(messages.readModel),
    stream: textOption('stream', messages.stream),
    reason: textOption('text', messages.reason),
    by: textOption('id', messages.by),
  },
  example: 'skein quarantine retry --stream batch-b1 --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
