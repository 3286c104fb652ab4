import { type Command, command } from './command-line/command.js'
import { annulCommand } from './commands/annul/command.js'
import { backupCommand } from './commands/backup/command.js'
import { checkCommand } from './commands/check/command.js'
import { copyCommand } from './commands/copy/command.js'
import { correctCommand } from './commands/correct/command.js'
import { demoCommand } from './commands/demo/command.js'
import { explainCommand } from './commands/explain/command.js'
import { journeyCommand } from './commands/journey/command.js'
import { keysCommand } from './commands/keys/command.js'
import { openapiCommand } from './commands/openapi/command.js'
import { pruneCommand } from './commands/prune/command.js'
import { quarantineCommand } from './commands/quarantine/command.js'
import { rebuildCommand } from './commands/rebuild/command.js'
import { reportCommand } from './commands/report/command.js'
import { restoreCommand } from './commands/restore/command.js'
import { sealCommand } from './commands/seal/command.js'
import { serveCommand } from './commands/serve/command.js'
import { simulateCommand } from './commands/simulate/command.js'
import { statusCommand } from './commands/status/command.js'
import { unlockCommand } from './commands/unlock/command.js'
import { verifyCommand } from './commands/verify/command.js'
import { worklistCommand } from './commands/worklist/command.js'

/** In the order in which the help lists them. */
export const commands: readonly Command[] = [
  command(demoCommand, () => import('./commands/demo/run.js')),
  command(rebuildCommand, () => import('./commands/rebuild/run.js')),
  command(pruneCommand, () => import('./commands/prune/run.js')),
  command(statusCommand, () => import('./commands/status/run.js')),
  command(quarantineCommand, () => import('./commands/quarantine/run.js')),
  command(unlockCommand, () => import('./commands/unlock/run.js')),
  command(reportCommand, () => import('./commands/report/run.js')),
  command(journeyCommand, () => import('./commands/journey/run.js')),
  command(worklistCommand, () => import('./commands/worklist/run.js')),
  command(explainCommand, () => import('./commands/explain/run.js')),
  command(annulCommand, () => import('./commands/annul/run.js')),
  command(correctCommand, () => import('./commands/correct/run.js')),
  command(checkCommand, () => import('./commands/check/run.js')),
  command(verifyCommand, () => import('./commands/verify/run.js')),
  command(backupCommand, () => import('./commands/backup/run.js')),
  command(restoreCommand, () => import('./commands/restore/run.js')),
  command(sealCommand, () => import('./commands/seal/run.js')),
  command(copyCommand, () => import('./commands/copy/run.js')),
  command(keysCommand, () => import('./commands/keys/run.js')),
  command(simulateCommand, () => import('./commands/simulate/run.js')),
  command(serveCommand, () => import('./commands/serve/run.js')),
  command(openapiCommand, () => import('./commands/openapi/run.js')),
]
