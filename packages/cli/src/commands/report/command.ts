import type { CommandDefinition } from '../../command-line/command.js'
import { baseOptions } from '../../input/base-options.js'
import { reportMessages as messages } from './messages.js'

export const reportCommand = {
  name: 'report',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: baseOptions,
  example: 'skein report --today 2020-06-30 --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
