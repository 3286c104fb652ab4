import type { Language, Text } from '@skein/kernel'
import type { Context, Options } from './command.js'
import type { Io } from './io.js'
import { progressOn } from './output/progress.js'

export const optionsOf = (values: Readonly<Record<string, unknown>>): Options => ({
  text: (name) => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  },
  isSet: (name) => values[name] === true,
})

export const contextOf = (io: Io, language: Language, values: Readonly<Record<string, unknown>>): Context => {
  const options = optionsOf(values)
  const json = options.isSet('json')
  const translate = (text: Text): string => text[language]
  const print = (line: string): void => io.stdout.write(`${line}\n`)
  return {
    io,
    language,
    json,
    options,
    translate,
    print,
    printJson: (value) => print(JSON.stringify(value)),
    progress: (label, unit) => progressOn({ io, json, language }, label, unit),
  }
}
