import type { Language, Text } from '@skein/kernel'
import type { HelpConfiguration } from 'commander'
import stringWidth from 'string-width'
import { usageMessages as messages } from '../messages/usage.js'

/** Our headings for commander's. */
const titles: Readonly<Record<string, Text>> = {
  'Usage:': messages.usageTitle,
  'Arguments:': messages.argumentsTitle,
  'Options:': messages.optionsTitle,
  'Global Options:': messages.globalOptionsTitle,
  'Commands:': messages.commandsTitle,
}

/** Help in one language. Chinese characters are two columns wide. */
export const helpIn = (language: Language, columns: number | undefined): HelpConfiguration => ({
  showGlobalOptions: true,
  displayWidth: (text: string) => stringWidth(text),
  styleTitle: (title: string) => titles[title]?.[language] ?? title,
  subcommandTerm: (command) => command.name(),
  ...(columns === undefined ? {} : { helpWidth: columns }),
})
