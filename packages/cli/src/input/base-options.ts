import {
  dayOption,
  nameOption,
  type OptionDefinitions,
  type OptionValues,
  textOption,
} from '../command-line/options.js'
import { baseQueryMessages as messages } from '../messages/base-query.js'
import { boundsOptions } from './bounds.js'

/** The name under which a rebuild kept the read models. */
export const keptOption = nameOption(messages.kept)

/** Options of the commands that read one base on one day. */
export const baseOptions = {
  today: dayOption(messages.today),
  base: textOption('id', messages.base),
  kept: keptOption,
  ...boundsOptions,
} satisfies OptionDefinitions

export type BaseInput = OptionValues<typeof baseOptions>
