import type { CommandDefinition } from '../../command.js'
import { pruneTexts as texts } from './texts.js'

export const pruneDefinition: CommandDefinition = {
  name: 'prune',
  summary: texts.summary,
  details: texts.details,
  arguments: [],
  options: [
    { flags: '--kept <name>', text: texts.kept },
    { flags: '--dry-run', text: texts.dryRun },
  ],
  example: 'skein prune --kept june --store sqlite:./skein-demo.db',
  load: () => import('./run.js'),
}
