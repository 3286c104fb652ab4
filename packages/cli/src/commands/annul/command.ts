import { amendmentMessages } from '../../amendments/messages.js'
import { amendmentOptions } from '../../amendments/options.js'
import { requiredArgument } from '../../command-line/arguments.js'
import type { CommandDefinition } from '../../command-line/command.js'
import { annulMessages as messages } from './messages.js'

export const annulCommand = {
  name: 'annul',
  summary: messages.summary,
  details: messages.details,
  arguments: {
    stream: requiredArgument('STREAM', amendmentMessages.stream),
    event: requiredArgument('EVENT', amendmentMessages.event),
  },
  options: amendmentOptions,
  example:
    'skein annul base-chadian 15 --reason "typed twice" --by accountant:a3 --dry-run --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
