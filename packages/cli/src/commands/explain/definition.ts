import type { CommandDefinition } from '../../command.js'
import { explainTexts as texts } from './texts.js'

export const explainDefinition: CommandDefinition = {
  name: 'explain',
  summary: texts.summary,
  details: texts.details,
  arguments: [{ term: '<FILE>', text: texts.file }],
  options: [],
  example: 'skein explain agreement.json --store sqlite:./skein-demo.db',
  load: () => import('./run.js'),
}
