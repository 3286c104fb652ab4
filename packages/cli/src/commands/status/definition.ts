import type { CommandDefinition } from '../../command.js'
import { statusTexts as texts } from './texts.js'

export const statusDefinition: CommandDefinition = {
  name: 'status',
  summary: texts.summary,
  details: texts.details,
  arguments: [],
  options: [],
  example: 'skein status --store sqlite:./skein-demo.db',
  load: () => import('./run.js'),
}
