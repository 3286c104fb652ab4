import type { Language } from '@skein/kernel'
import { parseAccept } from 'hono/utils/accept'

/** The language of an answer: Chinese if `Accept-Language` prefers it to English, otherwise English. */
export const languageOf = (acceptLanguage: string | null | undefined): Language => {
  if (acceptLanguage === undefined || acceptLanguage === null) return 'en'
  // sorted by preference
  const languages = parseAccept(acceptLanguage)
    .filter(({ q }) => q > 0)
    .map(({ type }) => type.toLowerCase().split('-')[0])
  return languages.find((language) => language === 'zh' || language === 'en') === 'zh' ? 'zh' : 'en'
}
