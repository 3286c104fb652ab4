import type { Language, Text } from '@skein/kernel'
import type { HelpConfiguration } from 'commander'
import stringWidth from 'string-width'
import { usage } from './texts/usage.js'

/** commander's headings, and ours for them. */
const titles: Readonly<Record<string, Text>> = {
  'Usage:': usage.usageTitle,
  'Arguments:': usage.argumentsTitle,
  'Options:': usage.optionsTitle,
  'Global Options:': usage.globalOptionsTitle,
  'Commands:': usage.commandsTitle,
}

/** Help in one language; Chinese characters are two columns wide. */
export const helpIn = (language: Language, columns: number | undefined): HelpConfiguration => ({
  showGlobalOptions: true,
  displayWidth: (text: string) => stringWidth(text),
  styleTitle: (title: string) => titles[title]?.[language] ?? title,
  subcommandTerm: (command) => command.name(),
  ...(columns === undefined ? {} : { helpWidth: columns }),
})
