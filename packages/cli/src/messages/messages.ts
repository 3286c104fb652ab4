import type { Text } from '@skein/kernel'

/** Messages in both languages: a table without one of them does not compile. */
export type Messages = Readonly<Record<string, Text | ((...values: never[]) => Text)>>

/** A store's name with a colon behind it; `memory:` has its own. */
export const withColon = (store: string): string => (store.endsWith(':') ? store : `${store}:`)

/** 1234567 as `1,234,567`: the same in both languages. */
export const grouped = (number: number): string => new Intl.NumberFormat('en-US').format(number)

/** What a person typed, shortened and on one line. */
export const quoted = (typed: string): string => {
  const text = JSON.stringify(typed)
  return text.length <= 120 ? text : `${text.slice(0, 117)}…"`
}
