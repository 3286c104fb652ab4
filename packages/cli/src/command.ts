import type { Language, Text } from '@skein/kernel'
import type { ExitCode } from './exit-codes.js'
import type { Io } from './io.js'
import type { Progress } from './output/progress.js'

/** The values of options, by their camel-cased names. */
export interface Options {
  text(name: string): string | undefined
  isSet(name: string): boolean
}

/** What every command is given. */
export interface Context {
  readonly io: Io
  readonly language: Language
  /** Machine-readable output was asked for. */
  readonly json: boolean
  /** The options of this command and those of every command. */
  readonly options: Options
  translate(text: Text): string
  /** One line of the result. */
  print(line: string): void
  /** The result as JSON, on one line. */
  printJson(value: unknown): void
  /** Shows how far something is: a bar on a terminal, a line now and then elsewhere, JSON lines with `--json`. */
  progress(label: Text, unit: Text): Progress
}

export type Run = (context: Context, args: readonly string[]) => Promise<ExitCode>

/** One command as the help shows it; what it does is loaded when it is called. */
export interface CommandDefinition {
  readonly name: string
  readonly summary: Text
  /** What else there is to know, below the summary. */
  readonly details?: Text
  /** Such as `[projection...]`. */
  readonly arguments: readonly { readonly term: string; readonly text: Text }[]
  readonly options: readonly { readonly flags: string; readonly text: Text }[]
  readonly example: string
  load(): Promise<{ readonly run: Run }>
}
