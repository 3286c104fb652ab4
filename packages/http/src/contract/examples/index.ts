// One small programme as commands: the examples of the contract. Its people are made up.
import { baseCommands } from './base.js'
import type { ExampleCommand } from './example-commands.js'
import { leadCommands, mentoringCommands, postCommands } from './lead-households.js'
import { traineeCommands, trainingCommands } from './trainees.js'

/** Sent in this order, each is accepted, once the processes have reacted to the ones before it. */
export const exampleCommands: readonly ExampleCommand[] = [
  ...baseCommands,
  ...traineeCommands,
  ...trainingCommands,
  ...leadCommands,
  ...mentoringCommands,
  ...postCommands,
]

/** The examples of one command type, each named by its place in the order of all. */
export const examplesOf = (type: string): readonly { readonly name: string; readonly data: ExampleCommand['data'] }[] =>
  exampleCommands.flatMap((command, index) =>
    command.type === type ? [{ name: `step-${String(index + 1).padStart(3, '0')}`, data: command.data }] : [],
  )
