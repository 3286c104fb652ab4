// A small programme as commands that suit a policy. Each function gives a command with sample data, on days that follow
// each other from 2018-01-01; a test changes the fields it is about.
import type { Policy } from '@skein/core'
import { baseCommands } from './base.js'
import { batchCommands } from './batch.js'
import { command } from './command.js'
import { householdCommands } from './household.js'
import { figuresOf } from './policy.js'
import { leadCommands, selectionCommands } from './trainee.js'

export const sampleCommandsOf = (policy: Policy) => {
  const figures = figuresOf(policy)
  return {
    policy,
    ...figures,
    command,
    ...baseCommands(policy),
    ...selectionCommands(),
    ...batchCommands(figures),
    ...leadCommands(figures),
    ...householdCommands(policy, figures),
  }
}

export type SampleCommands = ReturnType<typeof sampleCommandsOf>
