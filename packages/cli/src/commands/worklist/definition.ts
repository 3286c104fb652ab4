import type { CommandDefinition } from '../../command.js'
import { baseTexts } from '../../texts/bases.js'
import { worklistTexts as texts } from './texts.js'

export const worklistDefinition: CommandDefinition = {
  name: 'worklist',
  summary: texts.summary,
  details: texts.details,
  arguments: [],
  options: [
    { flags: '--today <day>', text: baseTexts.today },
    { flags: '--base <id>', text: baseTexts.base },
    { flags: '--kept <name>', text: baseTexts.kept },
    { flags: '--limit <number>', text: texts.limit },
  ],
  example: 'skein worklist --today 2020-06-30 --store sqlite:./skein-demo.db',
  load: () => import('./run.js'),
}
