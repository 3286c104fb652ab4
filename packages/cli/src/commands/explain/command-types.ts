import { domain } from '@skein/core'

/** A command that only processes send. */
export const isSentByProcesses = (type: string): boolean =>
  domain.aggregates.some(({ commands }) => Object.hasOwn(commands, type) && commands[type]?.byProcess === true)

export const typesForPeople: readonly string[] = domain.aggregates
  .flatMap(({ commands }) => Object.keys(commands))
  .filter((type) => !isSentByProcesses(type))
