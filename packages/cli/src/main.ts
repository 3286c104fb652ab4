import { CommanderError } from 'commander'
import { globalOptions } from './command-line/global-options.js'
import { readOptions } from './command-line/options.js'
import { createProgram, isHelpOrVersion } from './command-line/program.js'
import { commands } from './commands.js'
import { createContext } from './context.js'
import { type ExitCode, exitCodes } from './failures/exit-codes.js'
import type { Failure } from './failures/failure.js'
import { failureOf } from './failures/failure-of.js'
import type { Io } from './io.js'
import { languageOf, localeOf } from './language.js'
import { version } from './version.js'

/**
 * Runs one command line. Never throws: a failure becomes a line on stderr and the exit code.
 * @param args the words after `skein`
 */
export const main = async (args: readonly string[], io: Io): Promise<ExitCode> => {
  try {
    return await runCommandLine(args, io)
  } catch (error) {
    if (error instanceof CommanderError && isHelpOrVersion(error)) return exitCodes.done
    return report(failureOf(error), args, io)
  }
}

const runCommandLine = async (args: readonly string[], io: Io): Promise<ExitCode> => {
  const language = languageOf(args, io.env)
  let call: (() => Promise<ExitCode>) | undefined
  const program = createProgram(commands, {
    language,
    version,
    columns: io.stdout.columns,
    print: (text) => io.stdout.write(text),
    onCommand: (command, words, options) => {
      call = async () =>
        command.call(await createContext(io, language, await readOptions(globalOptions, options)), words, options)
    },
  })
  program.parse(args, { from: 'user' })
  return call === undefined ? exitCodes.done : await call()
}

/** One line on stderr; with `--json` the same for programs, as the last line on stdout. */
const report = (failure: Failure, args: readonly string[], io: Io): ExitCode => {
  const message = failure.text[languageOfErrors(args, io)].replaceAll(/\s*\n\s*/g, ' ')
  if (args.includes('--json'))
    io.stdout.write(`${JSON.stringify({ ok: false, error: { code: failure.code, message } })}\n`)
  io.stderr.write(`skein: ${message}\n`)
  if (io.env.SKEIN_DEBUG) io.stderr.write(`${stackOf(failure)}\n`)
  return failure.exitCode
}

/** An unknown language is reported in that of the locale. */
const languageOfErrors = (args: readonly string[], io: Io) => {
  try {
    return languageOf(args, io.env)
  } catch {
    return localeOf(io.env)
  }
}

const stackOf = ({ stack, cause }: Error): string =>
  [stack, ...(cause instanceof Error ? [`caused by: ${stackOf(cause)}`] : [])].join('\n')
