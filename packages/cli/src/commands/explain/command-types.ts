import type { Domain } from '@skein/kernel'

/** A command that only processes send. */
export const isSentByProcesses = ({ aggregates }: Domain, type: string): boolean =>
  aggregates.some(({ commands }) => Object.hasOwn(commands, type) && commands[type]?.byProcess === true)

export const typesForPeople = (domain: Domain): readonly string[] =>
  domain.aggregates.flatMap(({ commands }) => Object.keys(commands)).filter((type) => !isSentByProcesses(domain, type))
