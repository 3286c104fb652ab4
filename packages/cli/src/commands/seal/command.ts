import { requiredArgument } from '../../command-line/arguments.js'
import type { CommandDefinition } from '../../command-line/command.js'
import { sealMessages as messages } from './messages.js'

export const sealCommand = {
  name: 'seal',
  summary: messages.summary,
  details: messages.details,
  arguments: { file: requiredArgument('file', messages.file) },
  options: {},
  example: 'skein seal 2020-06.seal.json --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
