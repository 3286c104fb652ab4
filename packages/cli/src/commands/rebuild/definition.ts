import type { CommandDefinition } from '../../command.js'
import { rebuildTexts as texts } from './texts.js'

export const rebuildDefinition: CommandDefinition = {
  name: 'rebuild',
  summary: texts.summary,
  details: texts.details,
  arguments: [{ term: '[projection...]', text: texts.projections }],
  options: [
    { flags: '--all', text: texts.all },
    { flags: '--as-of <day>', text: texts.asOf },
    { flags: '--known-at <instant>', text: texts.knownAt },
    { flags: '--into <name>', text: texts.into },
    { flags: '--batch-size <number>', text: texts.batchSize },
    { flags: '--verify', text: texts.verify },
    { flags: '--dry-run', text: texts.dryRun },
    { flags: '--restart', text: texts.restart },
    { flags: '--prune', text: texts.prune },
  ],
  example: 'skein rebuild --all --store sqlite:./skein-demo.db',
  load: () => import('./run.js'),
}
