import type { Messages } from '../../messages/messages.js'

export const reportMessages = {
  summary: { en: 'the five tasks of a base, in numbers', zh: '基地五项任务的数字报告' },
  details: {
    en: 'Every number names the read model and key it comes from; ≥ marks a lower bound, ≈ an approximate number. All recorded events are counted; --today changes ages and due days only. For the state of a day in the past: rebuild --all --as-of DAY --into NAME, then report --kept NAME --today DAY.',
    zh: '每个数字都注明来自哪个读模型与键;≥ 与 ≈ 表示只知下限或约数。报告计入全部记录;--today 只影响时长与到期日。要看过去某日:先 rebuild --all --as-of 日期 --into 名称,再 report --kept 名称 --today 日期。',
  },
  title: (name: string, today: string) => ({ en: `${name} on ${today}`, zh: `${name} ${today}` }),
  of: (numerator: string, denominator: string) => ({
    en: `${numerator} of ${denominator}`,
    zh: `${numerator}/${denominator}`,
  }),
} satisfies Messages

/** How sure a date is. */
export const dateMessages = {
  exact: (on: string) => ({ en: `on ${on}`, zh: on }),
  noLaterThan: (on: string) => ({ en: `no later than ${on}`, zh: `不晚于 ${on}` }),
  year: (on: string) => ({ en: `in ${on.slice(0, 4)}`, zh: `${on.slice(0, 4)} 年` }),
} satisfies Messages
