import { dayOption, flag, numberOption, type OptionDefinitions, textOption } from '../command-line/options.js'
import { amendmentMessages as messages } from './messages.js'

/** What annulments and corrections have in common. */
export const amendmentOptions = {
  reason: textOption('text', messages.reason),
  by: textOption('role:id', messages.by),
  on: dayOption(messages.on),
  actor: textOption('id', messages.actor),
  withDependents: flag(messages.withDependents),
  limit: numberOption(1, 1_000_000, messages.limit),
  dryRun: flag(messages.dryRun),
} satisfies OptionDefinitions
