import { CommanderError } from 'commander'
import { definitions } from './commands.js'
import { contextOf } from './context.js'
import { type ExitCode, exitCodes } from './exit-codes.js'
import type { Failure } from './failure.js'
import { failureOf } from './failure-of.js'
import type { Io } from './io.js'
import { languageOf, localeOf } from './language.js'
import { isAnswer, programOf } from './program.js'
import { version } from './version.js'

/** The whole command line: `args` as typed after `skein`. Never throws. */
export const main = async (args: readonly string[], io: Io): Promise<ExitCode> => {
  try {
    return await runIn(args, io)
  } catch (error) {
    if (error instanceof CommanderError && isAnswer(error)) return exitCodes.done
    return tell(failureOf(error), args, io)
  }
}

const runIn = async (args: readonly string[], io: Io): Promise<ExitCode> => {
  const language = languageOf(args, io.env)
  let called: (() => Promise<ExitCode>) | undefined
  const program = programOf(definitions, {
    language,
    version,
    columns: io.stdout.columns,
    print: (text) => io.stdout.write(text),
    onCommand: (definition, operands, options) => {
      called = async () => (await definition.load()).run(contextOf(io, language, options), operands)
    },
  })
  program.parse(args, { from: 'user' })
  return called === undefined ? exitCodes.done : await called()
}

/** One line for people; with `--json` the same for programs, as the last line of the output. */
const tell = (failure: Failure, args: readonly string[], io: Io): ExitCode => {
  const message = failure.text[languageIn(args, io)].replaceAll(/\s*\n\s*/g, ' ')
  if (args.includes('--json'))
    io.stdout.write(`${JSON.stringify({ ok: false, error: { code: failure.code, message } })}\n`)
  io.stderr.write(`skein: ${message}\n`)
  if (io.env.SKEIN_DEBUG) io.stderr.write(`${stackOf(failure)}\n`)
  return failure.exitCode
}

/** A complaint about the language itself is made in the locale's. */
const languageIn = (args: readonly string[], io: Io) => {
  try {
    return languageOf(args, io.env)
  } catch {
    return localeOf(io.env)
  }
}

const stackOf = ({ stack, cause }: Error): string =>
  [stack, ...(cause instanceof Error ? [`caused by: ${stackOf(cause)}`] : [])].join('\n')
