import type { CommandDefinition } from './command.js'
import { checkDefinition } from './commands/check/definition.js'
import { copyDefinition } from './commands/copy/definition.js'
import { demoDefinition } from './commands/demo/definition.js'
import { explainDefinition } from './commands/explain/definition.js'
import { journeyDefinition } from './commands/journey/definition.js'
import { pruneDefinition } from './commands/prune/definition.js'
import { rebuildDefinition } from './commands/rebuild/definition.js'
import { reportDefinition } from './commands/report/definition.js'
import { sealDefinition } from './commands/seal/definition.js'
import { serveDefinition } from './commands/serve/definition.js'
import { simulateDefinition } from './commands/simulate/definition.js'
import { statusDefinition } from './commands/status/definition.js'
import { verifyDefinition } from './commands/verify/definition.js'
import { worklistDefinition } from './commands/worklist/definition.js'

/** In the order in which the help lists them. */
export const definitions: readonly CommandDefinition[] = [
  demoDefinition,
  rebuildDefinition,
  pruneDefinition,
  statusDefinition,
  reportDefinition,
  journeyDefinition,
  worklistDefinition,
  explainDefinition,
  checkDefinition,
  verifyDefinition,
  sealDefinition,
  copyDefinition,
  simulateDefinition,
  serveDefinition,
]
