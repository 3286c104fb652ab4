import type { CommandDefinition } from '../../command.js'
import { checkTexts as texts } from './texts.js'

export const checkDefinition: CommandDefinition = {
  name: 'check',
  summary: texts.summary,
  details: texts.details,
  arguments: [],
  options: [{ flags: '--policy <FILE>', text: texts.policy }],
  example: 'skein check --policy stricter.json --store sqlite:./skein-demo.db',
  load: () => import('./run.js'),
}
