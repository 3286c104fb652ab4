import { domain as coreDomain } from '@skein/core'
import type { Domain } from '@skein/kernel'
import { usageError } from '../failures/failure.js'
import { domainMessages as messages } from '../messages/domain.js'

/** Throws a usage error unless the domain has all commands of `@skein/core`. */
export const requireCommandsOfCore = ({ aggregates }: Domain, command: string): void => {
  const known = new Set(aggregates.flatMap(({ commands }) => Object.keys(commands)))
  const missing = coreDomain.aggregates
    .flatMap(({ commands }) => Object.keys(commands))
    .find((type) => !known.has(type))
  if (missing !== undefined) throw usageError('otherDomain', messages.lacksCommands(command, missing))
}
