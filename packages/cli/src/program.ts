import type { Language, Text } from '@skein/kernel'
import { Command, type CommanderError } from 'commander'
import type { CommandDefinition } from './command.js'
import { helpIn } from './help.js'
import { usage } from './texts/usage.js'
import { usageFailure } from './usage-failure.js'

export interface ProgramSetting {
  readonly language: Language
  readonly version: string
  readonly columns: number | undefined
  print(text: string): void
  /** What was asked for, once the command line is understood. */
  onCommand(definition: CommandDefinition, args: readonly string[], options: Readonly<Record<string, unknown>>): void
}

/** The command line as commander knows it; it runs nothing itself. */
export const programOf = (definitions: readonly CommandDefinition[], setting: ProgramSetting): Command => {
  const say = (text: Text): string => text[setting.language]
  const program = prepared(new Command('skein'), 'skein', setting)
    .usage(`${say(usage.commandWord)} ${say(usage.optionsWord)}`)
    .description(say(usage.summary))
    .version(setting.version, '-V, --version', say(usage.version))
    .helpCommand(false)
    .option('--store <url>', say(usage.store))
    .option('--read-models <url>', say(usage.readModels))
    .option('--master-key-file <file>', say(usage.masterKeyFile))
    .option('--lang <language>', say(usage.lang))
    .option('--json', say(usage.json))
    .addHelpText('after', `\n${say(usage.exitCodes)}`)
  // commander would show the help of the program for `skein nonsense --help`
  program.addHelpText('beforeAll', ({ command }) => {
    const [given = '-'] = program.args
    if (command === program && !given.startsWith('-')) program.parse([given], { from: 'user' })
    return ''
  })
  for (const definition of definitions) addTo(program, definition, setting)
  return program
}

const addTo = (program: Command, definition: CommandDefinition, setting: ProgramSetting): void => {
  const say = (text: Text): string => text[setting.language]
  const { name, summary, details, arguments: args, options, example } = definition
  const command = prepared(program.command(name), `skein ${name}`, setting)
    .usage([say(usage.optionsWord), ...args.map(({ term }) => term)].join(' '))
    .summary(say(summary))
    .description(details === undefined ? say(summary) : `${say(summary)}\n\n${say(details)}`)
    .addHelpText('after', `\n${say(usage.exampleTitle)}\n  ${example}`)
  for (const { term, text } of args) command.argument(term, say(text))
  for (const { flags, text } of options) command.option(flags, say(text))
  command.action(() => setting.onCommand(definition, command.args, command.optsWithGlobals()))
}

const prepared = (command: Command, path: string, setting: ProgramSetting): Command =>
  command
    .helpOption('-h, --help', usage.help[setting.language])
    .configureHelp(helpIn(setting.language, setting.columns))
    .configureOutput({ writeOut: setting.print, writeErr: () => undefined })
    .exitOverride((error) => {
      throw isAnswer(error) ? error : usageFailure(error, path)
    })

/** Help or the version was asked for, and printed. */
export const isAnswer = ({ code }: CommanderError): boolean =>
  code === 'commander.helpDisplayed' || code === 'commander.version'
