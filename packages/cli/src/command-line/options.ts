// How a command defines its options. Help loads every definition, so what reads the values is imported only when one was
// given: it needs zod.
import type { Day, Text } from '@skein/kernel'

/** One option: what the help shows of it, and how its value is read. */
export interface OptionDefinition<Value> {
  readonly text: Text
  /** `day` in `--today <day>`; a flag has none. */
  readonly placeholder?: string
  /**
   * Throws a usage error that names the option.
   * @param typed `true` for a flag, text for a value, `undefined` where the option was not given
   * @param option its name as it is typed, such as `--today`
   */
  read(typed: unknown, option: string): Value | Promise<Value>
}

/** By their names in camel case: `asOf` is typed as `--as-of`. */
export type OptionDefinitions = Readonly<Record<string, OptionDefinition<unknown>>>

export type OptionValues<Definitions extends OptionDefinitions> = {
  readonly [Name in keyof Definitions]: Definitions[Name] extends OptionDefinition<infer Value> ? Value : never
}

export const flag = (text: Text): OptionDefinition<boolean> => ({ text, read: (typed) => typed === true })

export const textOption = (placeholder: string, text: Text): OptionDefinition<string | undefined> =>
  valueOption(placeholder, text, async () => (_, typed) => typed)

export const dayOption = (text: Text): OptionDefinition<Day | undefined> =>
  valueOption('day', text, async () => (await values()).parseDay)

/** An instant in ISO 8601 with its offset, as it was typed. */
export const instantOption = (text: Text): OptionDefinition<string | undefined> =>
  valueOption('instant', text, async () => (await values()).parseInstant)

/** A short name, such as one under which a read model is kept. */
export const nameOption = (text: Text): OptionDefinition<string | undefined> =>
  valueOption('name', text, async () => (await values()).parseName)

/** A whole number from `min` to `max`. */
export const numberOption = (min: number, max: number, text: Text): OptionDefinition<number | undefined> =>
  valueOption('number', text, async () => {
    const { parseWholeNumber } = await values()
    return (option, typed) => parseWholeNumber(option, typed, min, max)
  })

/** A duration from `min` to `max` in whole seconds. */
export const secondsOption = (min: number, max: number, text: Text): OptionDefinition<number | undefined> =>
  valueOption('seconds', text, async () => {
    const { parseSeconds } = await values()
    return (option, typed) => parseSeconds(option, typed, min, max)
  })

const values = () => import('../input/values.js')

const valueOption = <Value>(
  placeholder: string,
  text: Text,
  loadParser: () => Promise<(option: string, typed: string) => Value>,
): OptionDefinition<Value | undefined> => ({
  placeholder,
  text,
  read: async (typed, option) => (typeof typed === 'string' ? (await loadParser())(option, typed) : undefined),
})

/** `masterKeyFile` as it is typed: `--master-key-file`. */
export const optionName = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Reads the values of all options; the first that does not fit throws. */
export const readOptions = async <Definitions extends OptionDefinitions>(
  definitions: Definitions,
  typed: Readonly<Record<string, unknown>>,
): Promise<OptionValues<Definitions>> => {
  const values: Record<string, unknown> = {}
  for (const [name, definition] of Object.entries(definitions))
    values[name] = await definition.read(typed[name], optionName(name))
  // sound: each name has the value that its own definition read
  return values as OptionValues<Definitions>
}
