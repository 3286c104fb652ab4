import type { CommandDefinition } from '../../command-line/command.js'
import { flag, nameOption } from '../../command-line/options.js'
import { pruneMessages as messages } from './messages.js'

export const pruneCommand = {
  name: 'prune',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: { kept: nameOption(messages.kept), dryRun: flag(messages.dryRun) },
  example: 'skein prune --kept june --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
