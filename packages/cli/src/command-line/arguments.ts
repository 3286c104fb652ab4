import type { Text } from '@skein/kernel'

/** One argument: what the help shows of it, and which of the typed words are its value. */
export interface ArgumentDefinition<Value> {
  /** Such as `<ID>` or `[projection...]`. */
  readonly term: string
  readonly text: Text
  /** @param words the words from this argument on */
  read(words: readonly string[]): Value
}

export type ArgumentDefinitions = Readonly<Record<string, ArgumentDefinition<unknown>>>

export type ArgumentValues<Definitions extends ArgumentDefinitions> = {
  readonly [Name in keyof Definitions]: Definitions[Name] extends ArgumentDefinition<infer Value> ? Value : never
}

/** One word that has to be there. */
export const requiredArgument = (name: string, text: Text): ArgumentDefinition<string> => ({
  term: `<${name}>`,
  text,
  read: ([word = '']) => word,
})

/** Any number of words; the last argument of a command. */
export const repeatedArgument = (name: string, text: Text): ArgumentDefinition<readonly string[]> => ({
  term: `[${name}...]`,
  text,
  read: (words) => words,
})

export const readArguments = <Definitions extends ArgumentDefinitions>(
  definitions: Definitions,
  words: readonly string[],
): ArgumentValues<Definitions> => {
  const entries = Object.entries(definitions).map(
    ([name, { read }], index) => [name, read(words.slice(index))] as const,
  )
  // sound: each name has the value that its own definition read
  return Object.fromEntries(entries) as ArgumentValues<Definitions>
}
