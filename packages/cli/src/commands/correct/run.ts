import { amend } from '../../amendments/amend.js'
import type { Run } from '../../command-line/command.js'
import type { correctCommand } from './command.js'
import { readFields } from './fields.js'

export const run: Run<typeof correctCommand> = (context, input) =>
  amend(context, input, (entry, { domain }) => readFields(input.fields, entry, domain))
