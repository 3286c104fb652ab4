import type { CommandDefinition } from '../../command.js'
import { copyTexts as texts } from './texts.js'

export const copyDefinition: CommandDefinition = {
  name: 'copy',
  summary: texts.summary,
  details: texts.details,
  arguments: [],
  options: [
    { flags: '--from <url>', text: texts.from },
    { flags: '--from-read-models <url>', text: texts.fromReadModels },
    { flags: '--to <url>', text: texts.to },
    { flags: '--to-read-models <url>', text: texts.toReadModels },
    { flags: '--without-keys', text: texts.withoutKeys },
  ],
  example: 'skein copy --from sqlite:./base.db --to postgres://skein@db.example:5432/base',
  load: () => import('./run.js'),
}
