import type { CommanderError } from 'commander'
import { type Failure, usageError } from '../failures/failure.js'
import { usageMessages as messages } from '../messages/usage.js'

/** The usage error that commander found, with our message in both languages. */
export const usageFailure = ({ code, message }: CommanderError, command: string): Failure => {
  const given = /'([^']*)'/.exec(message)?.[1] ?? ''
  const similar = /\(Did you mean (?:one of )?(.*)\?\)/.exec(message)?.[1] ?? ''
  switch (code) {
    case 'commander.unknownOption':
      return usageError('unknownOption', messages.unknownOption(given, similar, command))
    case 'commander.unknownCommand':
      return usageError('unknownCommand', messages.unknownCommand(given, similar))
    case 'commander.missingArgument':
      return usageError('missingArgument', messages.missingArgument(given, command))
    case 'commander.optionMissingArgument':
      return usageError('missingValue', messages.missingValue(given, command))
    case 'commander.excessArguments':
      return usageError('excessArguments', messages.excessArguments(command))
    case 'commander.help':
      return usageError('noCommand', messages.noCommand)
    default:
      return usageError('misused', messages.misused(command))
  }
}
