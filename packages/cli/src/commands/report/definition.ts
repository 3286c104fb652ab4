import type { CommandDefinition } from '../../command.js'
import { baseTexts } from '../../texts/bases.js'
import { reportTexts as texts } from './texts.js'

export const reportDefinition: CommandDefinition = {
  name: 'report',
  summary: texts.summary,
  details: texts.details,
  arguments: [],
  options: [
    { flags: '--today <day>', text: baseTexts.today },
    { flags: '--base <id>', text: baseTexts.base },
    { flags: '--kept <name>', text: baseTexts.kept },
  ],
  example: 'skein report --today 2020-06-30 --store sqlite:./skein-demo.db',
  load: () => import('./run.js'),
}
