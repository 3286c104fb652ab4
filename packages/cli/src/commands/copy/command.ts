import type { CommandDefinition } from '../../command-line/command.js'
import { flag, textOption } from '../../command-line/options.js'
import { copyMessages as messages } from './messages.js'

export const copyCommand = {
  name: 'copy',
  summary: messages.summary,
  details: messages.details,
  arguments: {},
  options: {
    from: textOption('url', messages.from),
    fromReadModels: textOption('url', messages.fromReadModels),
    to: textOption('url', messages.to),
    toReadModels: textOption('url', messages.toReadModels),
    withoutKeys: flag(messages.withoutKeys),
  },
  example: 'skein copy --from sqlite:./base.db --to postgres://skein@db.example:5432/base',
} satisfies CommandDefinition
