import type { Language, Text } from '@skein/kernel'

/** What one command says, in both languages: a table without one of them does not compile. */
export type Texts = Readonly<Record<string, Text | ((...values: never[]) => Text)>>

/** 1234567 as `1,234,567`: the same in both languages. */
export const grouped = (number: number): string => new Intl.NumberFormat('en-US').format(number)

/** A list for a sentence. */
export const listed = (names: readonly string[], language: Language): string =>
  names.join(language === 'zh' ? '、' : ', ')

/** The same words in both languages: names, figures, commands. */
export const same = (text: string): Text => ({ en: text, zh: text })
