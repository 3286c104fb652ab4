import { amendmentMessages } from '../../amendments/messages.js'
import { amendmentOptions } from '../../amendments/options.js'
import { repeatedArgument, requiredArgument } from '../../command-line/arguments.js'
import type { CommandDefinition } from '../../command-line/command.js'
import { correctMessages as messages } from './messages.js'

export const correctCommand = {
  name: 'correct',
  summary: messages.summary,
  details: messages.details,
  arguments: {
    stream: requiredArgument('STREAM', amendmentMessages.stream),
    event: requiredArgument('EVENT', amendmentMessages.event),
    fields: repeatedArgument('FIELD=VALUE', messages.fields),
  },
  options: amendmentOptions,
  example:
    'skein correct base-chadian 1 amountFen=280000000 --reason "typing error" --by accountant:a3 --dry-run --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
