import type { CommanderError } from 'commander'
import { type Failure, wrongUse } from './failure.js'
import { usage } from './texts/usage.js'

/** What commander found, in our words and in both languages. */
export const usageFailure = ({ code, message }: CommanderError, command: string): Failure => {
  const given = /'([^']*)'/.exec(message)?.[1] ?? ''
  const similar = /\(Did you mean (?:one of )?(.*)\?\)/.exec(message)?.[1] ?? ''
  switch (code) {
    case 'commander.unknownOption':
      return wrongUse('unknownOption', usage.unknownOption(given, similar, command))
    case 'commander.unknownCommand':
      return wrongUse('unknownCommand', usage.unknownCommand(given, similar))
    case 'commander.missingArgument':
      return wrongUse('missingArgument', usage.missingArgument(given, command))
    case 'commander.optionMissingArgument':
      return wrongUse('missingValue', usage.missingValue(given, command))
    case 'commander.excessArguments':
      return wrongUse('excessArguments', usage.excessArguments(command))
    case 'commander.help':
      return wrongUse('noCommand', usage.noCommand)
    default:
      return wrongUse('misused', usage.misused(command))
  }
}
