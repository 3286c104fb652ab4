import { quoted } from '../failure.js'
import { grouped, type Messages } from './texts.js'

const shown = 20

/** Some of them, and how many there are beside. */
const inEnglish = (known: readonly string[]): string =>
  known.slice(0, shown).join(', ') + (known.length > shown ? ` and ${grouped(known.length - shown)} more` : '')

const inChinese = (known: readonly string[]): string =>
  known.slice(0, shown).join('、') + (known.length > shown ? ` 等 ${grouped(known.length)} 个` : '')

/** Options and complaints of the commands that look at one base on one day. */
export const baseTexts = {
  today: { en: 'the day it is told for (YYYY-MM-DD; default today)', zh: '截至日期(YYYY-MM-DD;默认今天)' },
  base: { en: 'the base, where there are several', zh: '基地编号(有多个基地时)' },
  kept: {
    en: 'read what a rebuild kept apart under this name (rebuild --into)',
    zh: '读取重建时以此名称另存的读模型(rebuild --into)',
  },
  noBase: (store: string) => ({
    en: `${store} holds no base yet: \`skein demo\` makes one to look at.`,
    zh: `${store} 中尚无基地:\`skein demo\` 可生成一个查看。`,
  }),
  unknownBase: (given: string, known: readonly string[]) => ({
    en: `there is no base ${quoted(given)}; known are: ${inEnglish(known)}.`,
    zh: `没有基地 ${quoted(given)};已知的有:${inChinese(known)}。`,
  }),
  whichBase: (known: readonly string[]) => ({
    en: `there are several bases, choose one with --base: ${inEnglish(known)}.`,
    zh: `有多个基地,请用 --base 选择:${inChinese(known)}。`,
  }),
} satisfies Messages
