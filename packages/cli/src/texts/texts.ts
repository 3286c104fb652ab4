import type { Text } from '@skein/kernel'

/** What one command says, in both languages: a table without one of them does not compile. */
export type Messages = Readonly<Record<string, Text | ((...values: never[]) => Text)>>

/** A store's name before what is said of it; `memory:` brings its colon along. */
export const before = (store: string): string => (store.endsWith(':') ? store : `${store}:`)

/** 1234567 as `1,234,567`: the same in both languages. */
export const grouped = (number: number): string => new Intl.NumberFormat('en-US').format(number)
