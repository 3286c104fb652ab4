import type { CommandDefinition } from '../../command.js'
import { sealTexts as texts } from './texts.js'

export const sealDefinition: CommandDefinition = {
  name: 'seal',
  summary: texts.summary,
  details: texts.details,
  arguments: [{ term: '<file>', text: texts.file }],
  options: [],
  example: 'skein seal 2020-06.seal.json --store sqlite:./skein-demo.db',
  load: () => import('./run.js'),
}
