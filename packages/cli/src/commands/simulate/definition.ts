import type { CommandDefinition } from '../../command.js'
import { playTexts } from '../../texts/play.js'
import { simulateTexts as texts } from './texts.js'

export const simulateDefinition: CommandDefinition = {
  name: 'simulate',
  summary: texts.summary,
  details: texts.details,
  arguments: [],
  options: [
    { flags: '--trainees <number>', text: texts.trainees },
    { flags: '--households <number>', text: texts.households },
    { flags: '--months <number>', text: texts.months },
    { flags: '--start <day>', text: texts.start },
    { flags: '--divisions <file>', text: texts.divisions },
    { flags: '--seed <number>', text: playTexts.seed },
  ],
  example: 'skein simulate --trainees 1000 --seed 3 --store sqlite:./simulated.db',
  load: () => import('./run.js'),
}
