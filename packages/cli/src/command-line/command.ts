import type { Text } from '@skein/kernel'
import type { Context } from '../context.js'
import type { ExitCode } from '../failures/exit-codes.js'
import { type ArgumentDefinitions, type ArgumentValues, readArguments } from './arguments.js'
import { type OptionDefinitions, type OptionValues, readOptions } from './options.js'

/** One command as the help shows it. */
export interface CommandDefinition {
  readonly name: string
  readonly summary: Text
  /** Shown below the summary. */
  readonly details?: Text
  /** In the order in which they are typed. */
  readonly arguments: ArgumentDefinitions
  readonly options: OptionDefinitions
  readonly example: string
}

/** The arguments and options of one call, checked. */
export type InputOf<Definition extends CommandDefinition> = ArgumentValues<Definition['arguments']> &
  OptionValues<Definition['options']>

/** What a command does; the module is loaded when the command is called. */
export type Run<Definition extends CommandDefinition> = (
  context: Context,
  input: InputOf<Definition>,
) => Promise<ExitCode>

/** A command that can be called. */
export interface Command {
  readonly definition: CommandDefinition
  /** @param options as commander parsed them */
  call(context: Context, words: readonly string[], options: Readonly<Record<string, unknown>>): Promise<ExitCode>
}

export const command = <Definition extends CommandDefinition>(
  definition: Definition,
  load: () => Promise<{ readonly run: Run<Definition> }>,
): Command => ({
  definition,
  async call(context, words, options) {
    const input = {
      ...readArguments<Definition['arguments']>(definition.arguments, words),
      ...(await readOptions<Definition['options']>(definition.options, options)),
    }
    const { run } = await load()
    return run(context, input)
  },
})
