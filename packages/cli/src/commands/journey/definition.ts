import type { CommandDefinition } from '../../command.js'
import { journeyTexts as texts } from './texts.js'

export const journeyDefinition: CommandDefinition = {
  name: 'journey',
  summary: texts.summary,
  details: texts.details,
  arguments: [{ term: '<ID>', text: texts.id }],
  options: [],
  example: 'skein journey chadian-secretary-1 --store sqlite:./skein-demo.db',
  load: () => import('./run.js'),
}
