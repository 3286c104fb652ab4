import { amend } from '../../amendments/amend.js'
import type { Run } from '../../command-line/command.js'
import type { annulCommand } from './command.js'

export const run: Run<typeof annulCommand> = (context, input) => amend(context, input, () => undefined)
