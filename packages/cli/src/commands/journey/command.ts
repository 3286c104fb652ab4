import { requiredArgument } from '../../command-line/arguments.js'
import type { CommandDefinition } from '../../command-line/command.js'
import { keptOption } from '../../input/base-options.js'
import { boundsOptions } from '../../input/bounds.js'
import { journeyMessages as messages } from './messages.js'

export const journeyCommand = {
  name: 'journey',
  summary: messages.summary,
  details: messages.details,
  arguments: { id: requiredArgument('ID', messages.id) },
  options: { kept: keptOption, ...boundsOptions },
  example: 'skein journey chadian-secretary-1 --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
