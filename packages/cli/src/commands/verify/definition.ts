import type { CommandDefinition } from '../../command.js'
import { verifyTexts as texts } from './texts.js'

export const verifyDefinition: CommandDefinition = {
  name: 'verify',
  summary: texts.summary,
  details: texts.details,
  arguments: [],
  options: [{ flags: '--against <file>', text: texts.against }],
  example: 'skein verify --store sqlite:./skein-demo.db',
  load: () => import('./run.js'),
}
