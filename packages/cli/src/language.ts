import type { Language } from '@skein/kernel'
import { usageError } from './failures/failure.js'
import { usageMessages as messages } from './messages/usage.js'

// the kernel's list would load zod before the version of Node is checked
const languages = ['en', 'zh'] as const satisfies readonly Language[]

type Env = Readonly<Record<string, string | undefined>>

/**
 * The language of all output: `--lang`, then `SKEIN_LANG`, then the locale. Found before the command line is parsed, as
 * help and usage errors are translated too.
 */
export const languageOf = (args: readonly string[], env: Env): Language => {
  const requested = optionIn(args, '--lang') ?? (env.SKEIN_LANG || undefined)
  if (requested === undefined) return localeOf(env)
  const language = languageNamed(requested)
  if (language === undefined) throw usageError('unknownLanguage', messages.unknownLanguage(requested))
  return language
}

export const localeOf = (env: Env): Language =>
  languageNamed(env.LC_ALL || env.LC_MESSAGES || env.LANG || Intl.DateTimeFormat().resolvedOptions().locale) ?? 'en'

/** `zh`, `zh-CN` and `zh_CN.UTF-8` are all Chinese. */
const languageNamed = (locale: string): Language | undefined =>
  languages.find((language) => new RegExp(`^${language}([-_.@]|$)`, 'i').test(locale))

const optionIn = (args: readonly string[], name: string): string | undefined => {
  const end = args.indexOf('--')
  const own = end < 0 ? args : args.slice(0, end)
  const at = own.findLastIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  return own[at] === name ? own[at + 1] : own[at]?.slice(name.length + 1)
}
