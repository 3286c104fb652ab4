import type { Language, Text } from '@skein/kernel'
import type { GlobalOptions } from './command-line/global-options.js'
import { type ChosenDomain, loadDomain } from './domain/load-domain.js'
import type { Io } from './io.js'
import { startProgress } from './output/progress.js'
import type { Progress } from './output/progress-types.js'

/** What every command works with. */
export interface Context extends ChosenDomain {
  readonly io: Io
  readonly language: Language
  /** Machine-readable output was asked for. */
  readonly json: boolean
  readonly globalOptions: GlobalOptions
  translate(text: Text): string
  /** Writes one line of the result. */
  print(line: string): void
  /** Writes the result as JSON, on one line. */
  printJson(value: unknown): void
  /** Shows how far a job is: a bar on a terminal, plain lines elsewhere, JSON lines with `--json`. */
  startProgress(label: Text, unit: Text): Promise<Progress>
}

export const createContext = async (io: Io, language: Language, globalOptions: GlobalOptions): Promise<Context> => {
  const { json } = globalOptions
  const chosenDomain = await loadDomain(globalOptions.domain ?? (io.env.SKEIN_DOMAIN || undefined))
  const print = (line: string): void => io.stdout.write(`${line}\n`)
  return {
    io,
    language,
    json,
    globalOptions,
    ...chosenDomain,
    translate: (text) => text[language],
    print,
    printJson: (value) => print(JSON.stringify(value)),
    startProgress: (label, unit) => startProgress({ io, json, language }, label, unit),
  }
}
