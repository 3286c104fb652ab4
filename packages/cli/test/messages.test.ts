// Every message is in English and in Chinese. The compiler checks that both are there, this test that they differ.
import { readdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

const src = fileURLToPath(new URL('../src/', import.meta.url))
const files = readdirSync(src, { recursive: true })
  .map(String)
  .filter((name) => /(^|\/)(messages\.ts|messages\/(?!.*\.test\.).*\.ts)$/.test(name.replaceAll('\\', '/')))
  .sort()

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** The messages in an export: those of a table, those of a list, and the functions that make one. */
function* textsOf(exported: unknown, path: string): Iterable<readonly [path: string, text: unknown]> {
  if (typeof exported === 'function') yield [path, exported]
  else if (typeof exported === 'object' && exported !== null) {
    if ('en' in exported || 'zh' in exported) yield [path, exported]
    else for (const [name, part] of Object.entries(exported)) yield* textsOf(part, `${path}.${name}`)
  }
}

/** Functions whose Chinese message consists of values only. */
const withoutWords = new Set([
  'withColon',
  'grouped',
  'quoted',
  'reportMessages.title',
  'reportMessages.of',
  'dateMessages.exact',
])

describe.each(files)('%s', async (file) => {
  const exported: Record<string, unknown> = await import(pathToFileURL(`${src}${file}`).href)
  const texts = Object.entries(exported).flatMap(([name, value]) => [...textsOf(value, name)])

  it('has messages', () => expect(texts.length).toBeGreaterThan(0))

  it.each(texts)('%s', (path, text) => {
    if (typeof text === 'function') {
      expect(isChinese(text.toString())).toBe(!withoutWords.has(path))
      return
    }
    const { en, zh } = text as { readonly en?: unknown; readonly zh?: unknown }
    expect([typeof en, typeof zh]).toEqual(['string', 'string'])
    expect(isChinese(String(en))).toBe(false)
    if (en !== '') expect(isChinese(String(zh))).toBe(true)
  })
})
