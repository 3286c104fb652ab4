import { requiredArgument } from '../../command-line/arguments.js'
import type { CommandDefinition } from '../../command-line/command.js'
import { flag, textOption } from '../../command-line/options.js'
import { unlockMessages as messages } from './messages.js'

export const unlockCommand = {
  name: 'unlock',
  summary: messages.summary,
  details: messages.details,
  arguments: { lock: requiredArgument('lock', messages.lock) },
  options: { holder: textOption('name', messages.holder), force: flag(messages.force) },
  example: 'skein unlock rebuild/worklist@2 --holder server-1/4711/0a1b2c3d --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
