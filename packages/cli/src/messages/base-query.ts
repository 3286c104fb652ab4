import { grouped, type Messages, quoted } from './messages.js'

const maxShown = 20

/** The first ones, and the number of the others. */
const inEnglish = (known: readonly string[]): string =>
  known.slice(0, maxShown).join(', ') + (known.length > maxShown ? ` and ${grouped(known.length - maxShown)} more` : '')

const inChinese = (known: readonly string[]): string =>
  known.slice(0, maxShown).join('、') + (known.length > maxShown ? ` 等 ${grouped(known.length)} 个` : '')

/** Options and errors of the commands that read one base on one day. */
export const baseQueryMessages = {
  today: {
    en: 'the day for ages and due days (YYYY-MM-DD; default today)',
    zh: '计算时长与到期日所用的日期(YYYY-MM-DD;默认今天)',
  },
  base: { en: 'the base, where there are several', zh: '基地编号(有多个基地时)' },
  kept: {
    en: 'read what a rebuild kept apart under this name (rebuild --into)',
    zh: '读取重建时以此名称另存的读模型(rebuild --into)',
  },
  noBase: (store: string) => ({
    en: `${store} has no base yet: \`skein demo\` creates one to look at.`,
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
