import { usageMessages as messages } from '../messages/usage.js'
import { flag, type OptionDefinitions, type OptionValues, textOption } from './options.js'

/** What every command takes. */
export const globalOptions = {
  store: textOption('url', messages.store),
  readModels: textOption('url', messages.readModels),
  domain: textOption('module', messages.domain),
  masterKeyFile: textOption('file', messages.masterKeyFile),
  lang: textOption('language', messages.lang),
  json: flag(messages.json),
} satisfies OptionDefinitions

export type GlobalOptions = OptionValues<typeof globalOptions>
