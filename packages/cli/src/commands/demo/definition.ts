import type { CommandDefinition } from '../../command.js'
import { playTexts } from '../../texts/play.js'
import { demoTexts as texts } from './texts.js'

export const demoDefinition: CommandDefinition = {
  name: 'demo',
  summary: texts.summary,
  details: texts.details,
  arguments: [],
  options: [
    { flags: '--db <path>', text: texts.db },
    { flags: '--seed <number>', text: playTexts.seed },
  ],
  example: 'skein demo --lang zh',
  load: () => import('./run.js'),
}
