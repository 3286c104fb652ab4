import type { CommandDefinition } from '../../command-line/command.js'
import { numberOption } from '../../command-line/options.js'
import { baseOptions } from '../../input/base-options.js'
import { worklistMessages as messages } from './messages.js'

export const worklistCommand = {
  name: 'worklist',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: { ...baseOptions, limit: numberOption(1, 100_000, messages.limit) },
  example: 'skein worklist --today 2020-06-30 --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
