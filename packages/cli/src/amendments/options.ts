import { dayOption, flag, type OptionDefinitions, textOption } from '../command-line/options.js'
import { amendmentMessages as messages } from './messages.js'

/** What annulments and corrections have in common. */
export const amendmentOptions = {
  reason: textOption('text', messages.reason),
  by: textOption('role:id', messages.by),
  on: dayOption(messages.on),
  actor: textOption('id', messages.actor),
  withDependents: flag(messages.withDependents),
  dryRun: flag(messages.dryRun),
} satisfies OptionDefinitions
