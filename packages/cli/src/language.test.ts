import { describe, expect, it } from 'vitest'
import { languageOf, localeOf } from './language.js'

describe('the language is', () => {
  it.each([
    [['report', '--lang', 'zh'], { SKEIN_LANG: 'en' }, 'zh'],
    [['report', '--lang=zh'], {}, 'zh'],
    [['--lang', 'en', 'report', '--lang', 'zh'], {}, 'zh'],
    [['report'], { SKEIN_LANG: 'zh-CN', LANG: 'en_US.UTF-8' }, 'zh'],
    [['report'], { SKEIN_LANG: '', LANG: 'zh_CN.UTF-8' }, 'zh'],
    [['report'], { LC_ALL: 'zh', LANG: 'en_US.UTF-8' }, 'zh'],
    [['report'], { LANG: 'C.UTF-8' }, 'en'],
    [['journey', '--', '--lang', 'zh'], { LANG: 'en_US' }, 'en'],
  ] as const)('of %j with %j: %s', (args, env, language) => expect(languageOf(args, env)).toBe(language))

  it('English for locales in other languages', () => expect(localeOf({ LANG: 'de_DE.UTF-8' })).toBe('en'))

  it('a usage error where an unknown one is named', () => {
    expect(() => languageOf(['--lang', 'fr'], {})).toThrow('"fr"')
    expect(() => languageOf([], { SKEIN_LANG: 'french' })).toThrow('"french"')
  })
})
