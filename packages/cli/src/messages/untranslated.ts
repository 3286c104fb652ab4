// Chinese for an error of another package that arrives with an English message only. Once it brings both languages,
// delete this file, and its call in `failures/failure-of.ts`.
import type { Text } from '@skein/kernel'
import type { PlayError } from '@skein/simulator'

/** The message in both languages of an error that has none in Chinese yet. */
export const untranslated = (error: unknown): Text | undefined =>
  isPlayError(error) ? { en: error.message, zh: `无法写入(${error.message})` } : undefined

const isPlayError = (error: unknown): error is PlayError =>
  error instanceof Error && '_tag' in error && error._tag === 'PlayError' && !('text' in error)
