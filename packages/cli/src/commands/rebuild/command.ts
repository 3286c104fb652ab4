import { repeatedArgument } from '../../command-line/arguments.js'
import type { CommandDefinition } from '../../command-line/command.js'
import { flag, nameOption, numberOption } from '../../command-line/options.js'
import { boundsOptions } from '../../input/bounds.js'
import { rebuildMessages as messages } from './messages.js'

export const rebuildCommand = {
  name: 'rebuild',
  summary: messages.summary,
  details: messages.details,
  arguments: { names: repeatedArgument('projection', messages.projections) },
  options: {
    all: flag(messages.all),
    ...boundsOptions,
    into: nameOption(messages.into),
    batchSize: numberOption(1, 100_000, messages.batchSize),
    verify: flag(messages.verify),
    dryRun: flag(messages.dryRun),
    restart: flag(messages.restart),
    processes: flag(messages.processes),
    prune: flag(messages.prune),
  },
  example: 'skein rebuild --all --store sqlite:./skein-demo.db',
} satisfies CommandDefinition
