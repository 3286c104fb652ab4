import type { Language } from '@skein/kernel'
import { z } from 'zod'

/** Sets the language in which schemas report what does not fit. */
export const setSchemaLanguage = (language: Language): void => {
  z.config(language === 'zh' ? z.locales.zhCN() : z.locales.en())
}
