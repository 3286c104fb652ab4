import type { CommanderError } from 'commander'
import { type Failure, usageError } from './failure.js'
import { usage } from './texts/usage.js'

/** What commander found, in our words and in both languages. */
export const usageFailure = ({ code, message }: CommanderError, command: string): Failure => {
  const given = /'([^']*)'/.exec(message)?.[1] ?? ''
  const similar = /\(Did you mean (?:one of )?(.*)\?\)/.exec(message)?.[1] ?? ''
  switch (code) {
    case 'commander.unknownOption':
      return usageError('unknownOption', usage.unknownOption(given, similar, command))
    case 'commander.unknownCommand':
      return usageError('unknownCommand', usage.unknownCommand(given, similar))
    case 'commander.missingArgument':
      return usageError('missingArgument', usage.missingArgument(given, command))
    case 'commander.optionMissingArgument':
      return usageError('missingValue', usage.missingValue(given, command))
    case 'commander.excessArguments':
      return usageError('excessArguments', usage.excessArguments(command))
    case 'commander.help':
      return usageError('noCommand', usage.noCommand)
    default:
      return usageError('misused', usage.misused(command))
  }
}
