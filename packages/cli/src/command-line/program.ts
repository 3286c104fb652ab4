import type { Language, Text } from '@skein/kernel'
import { Command as CommanderCommand, type CommanderError } from 'commander'
import { usageMessages as messages } from '../messages/usage.js'
import type { Command } from './command.js'
import { globalOptions } from './global-options.js'
import { helpIn } from './help.js'
import { type OptionDefinitions, optionName } from './options.js'
import { usageFailure } from './usage-failure.js'

export interface ProgramSettings {
  readonly language: Language
  readonly version: string
  readonly columns: number | undefined
  print(text: string): void
  /** Called with the command that was chosen, once the command line is parsed. */
  onCommand(command: Command, words: readonly string[], options: Readonly<Record<string, unknown>>): void
}

/** The command line as commander parses it; it runs nothing itself. */
export const createProgram = (commands: readonly Command[], settings: ProgramSettings): CommanderCommand => {
  const translate = (text: Text): string => text[settings.language]
  const program = prepared(new CommanderCommand('skein'), 'skein', settings)
    .usage(`${translate(messages.commandWord)} ${translate(messages.optionsWord)}`)
    .description(translate(messages.summary))
    .version(settings.version, '-V, --version', translate(messages.version))
    .helpCommand(false)
    .addHelpText('after', `\n${translate(messages.domainExample)}\n\n${translate(messages.exitCodes)}`)
  addOptions(program, globalOptions, settings)
  // commander would show the help of the program for `skein nonsense --help`
  program.addHelpText('beforeAll', ({ command }) => {
    const [given = '-'] = program.args
    if (command === program && !given.startsWith('-')) program.parse([given], { from: 'user' })
    return ''
  })
  for (const command of commands) addCommand(program, command, settings)
  return program
}

const addCommand = (program: CommanderCommand, command: Command, settings: ProgramSettings): void => {
  const translate = (text: Text): string => text[settings.language]
  const { name, summary, details, arguments: args, options, example } = command.definition
  const added = prepared(program.command(name), `skein ${name}`, settings)
    .usage([translate(messages.optionsWord), ...Object.values(args).map(({ term }) => term)].join(' '))
    .summary(translate(summary))
    .description(details === undefined ? translate(summary) : `${translate(summary)}\n\n${translate(details)}`)
    .addHelpText('after', `\n${translate(messages.exampleTitle)}\n  ${example}`)
  for (const { term, text } of Object.values(args)) added.argument(term, translate(text))
  addOptions(added, options, settings)
  added.action(() => settings.onCommand(command, added.args, added.optsWithGlobals()))
}

const addOptions = (to: CommanderCommand, options: OptionDefinitions, { language }: ProgramSettings): void => {
  for (const [name, { placeholder, text }] of Object.entries(options))
    to.option(placeholder === undefined ? optionName(name) : `${optionName(name)} <${placeholder}>`, text[language])
}

const prepared = (command: CommanderCommand, path: string, settings: ProgramSettings): CommanderCommand =>
  command
    .helpOption('-h, --help', messages.help[settings.language])
    .configureHelp(helpIn(settings.language, settings.columns))
    .configureOutput({ writeOut: settings.print, writeErr: () => undefined })
    .exitOverride((error) => {
      throw isHelpOrVersion(error) ? error : usageFailure(error, path)
    })

/** Help or the version was asked for, and has been printed. */
export const isHelpOrVersion = ({ code }: CommanderError): boolean =>
  code === 'commander.helpDisplayed' || code === 'commander.version'
