import type { CommandDefinition } from '../../command.js'
import { baseTexts } from '../../texts/bases.js'
import { journeyTexts as texts } from './texts.js'

export const journeyDefinition: CommandDefinition = {
  name: 'journey',
  summary: texts.summary,
  details: texts.details,
  arguments: [{ term: '<ID>', text: texts.id }],
  options: [{ flags: '--kept <name>', text: baseTexts.kept }],
  example: 'skein journey chadian-secretary-1 --store sqlite:./skein-demo.db',
  load: () => import('./run.js'),
}
