import type { Language } from '@skein/kernel'
import { usageError } from './failure.js'
import { usage } from './texts/usage.js'

// the kernel's own list would load zod before the version of Node is known
const languages = ['en', 'zh'] as const satisfies readonly Language[]

type Env = Readonly<Record<string, string | undefined>>

/** Before anything else is parsed: help and complaints speak it too. `--lang`, then `SKEIN_LANG`, then the locale. */
export const languageOf = (args: readonly string[], env: Env): Language => {
  const asked = optionIn(args, '--lang') ?? (env.SKEIN_LANG || undefined)
  if (asked === undefined) return localeOf(env)
  const language = named(asked)
  if (language === undefined) throw usageError('unknownLanguage', usage.unknownLanguage(asked))
  return language
}

export const localeOf = (env: Env): Language =>
  named(env.LC_ALL || env.LC_MESSAGES || env.LANG || Intl.DateTimeFormat().resolvedOptions().locale) ?? 'en'

/** `zh`, `zh-CN`, `zh_CN.UTF-8` are all Chinese. */
const named = (locale: string): Language | undefined =>
  languages.find((language) => new RegExp(`^${language}([-_.@]|$)`, 'i').test(locale))

const optionIn = (args: readonly string[], name: string): string | undefined => {
  const end = args.indexOf('--')
  const own = end < 0 ? args : args.slice(0, end)
  const at = own.findLastIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  return own[at] === name ? own[at + 1] : own[at]?.slice(name.length + 1)
}
