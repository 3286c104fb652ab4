import { grouped, type Messages, quoted } from './messages.js'

/** Messages about values that do not fit. */
export const inputMessages = {
  badDay: (option: string, given: string) => ({
    en: `${option} ${quoted(given)} is not written like 2018-06-11.`,
    zh: `${option} ${quoted(given)} 的写法有误:请写成 2018-06-11 的形式。`,
  }),
  noSuchDay: (option: string, given: string) => ({
    en: `${option} ${quoted(given)} is a day that does not exist: give one that does, like 2018-06-11.`,
    zh: `${option} ${quoted(given)} 这一天不存在:请给出存在的日期,如 2018-06-11。`,
  }),
  badInstant: (option: string, given: string) => ({
    en: `${option} ${quoted(given)} is not an instant that exists: write it with its offset, like 2018-06-11T18:00:00+08:00.`,
    zh: `${option} ${quoted(given)} 不是存在的时刻:请带时区书写,如 2018-06-11T18:00:00+08:00。`,
  }),
  badNumber: (option: string, given: string, min: number, max: number) => ({
    en: `${option} ${quoted(given)} does not fit: it takes a whole number from ${grouped(min)} to ${grouped(max)}.`,
    zh: `${option} ${quoted(given)} 不合要求:应为 ${grouped(min)} 到 ${grouped(max)} 的整数。`,
  }),
  badName: (option: string, given: string) => ({
    en: `${option} ${quoted(given)} cannot be a name: use letters, digits, dots, dashes and underscores.`,
    zh: `${option} ${quoted(given)} 不能用作名称:请使用字母、数字、点、连字符和下划线。`,
  }),
  badDivisions: (file: string, detail: string) => ({
    en: `${quoted(file)} is not a list of divisions: ${detail}.`,
    zh: `${quoted(file)} 不是区划名单:${detail}。`,
  }),
  noProjections: (example: string) => ({
    en: `no read model was named: name some (such as ${example}), or add --all.`,
    zh: `未指定读模型:请给出名称(如 ${example}),或加 --all。`,
  }),
  namesAndAll: {
    en: 'read models were named, and --all was given: use one or the other.',
    zh: '既给出了读模型名称,又加了 --all:请只用其一。',
  },
  unknownProjection: (given: string, nearest: string | undefined, known: readonly string[]) => ({
    en: `there is no read model ${quoted(given)}${nearest === undefined ? '' : ` (did you mean ${nearest}?)`}; known are: ${known.join(', ')}.`,
    zh: `没有读模型 ${quoted(given)}${nearest === undefined ? '' : `(是否指 ${nearest}?)`};已知的有:${known.join('、')}。`,
  }),
  composedView: (given: string, known: readonly string[]) => ({
    en: `${given} is composed of other read models at every read, so it cannot be rebuilt; known are: ${known.join(', ')}.`,
    zh: `${given} 在查询时由其他读模型合成,无需重建;可重建的有:${known.join('、')}。`,
  }),
} satisfies Messages
