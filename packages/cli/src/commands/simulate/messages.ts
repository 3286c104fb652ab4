import { grouped, type Messages, withColon } from '../../messages/messages.js'

export const simulateMessages = {
  summary: { en: 'fill a store with a made-up programme', zh: '生成一套虚构的培训项目数据' },
  details: {
    en: 'All commands are checked by the real rules; the same options give the same events. Run it again to continue an interrupted run.',
    zh: '全部经由真实规则判定;相同选项得到相同事件。中断后可续接。',
  },
  trainees: { en: 'trainees who are nominated (1 to 1,000,000; default 300)', zh: '提名人数(1 至 1,000,000;默认 300)' },
  households: {
    en: 'poor households (0 to 1,000,000; default a third of the trainees)',
    zh: '贫困户数(0 至 1,000,000;默认为提名人数的三分之一)',
  },
  months: { en: 'duration in months (2 to 240; default 24)', zh: '持续月数(2 至 240;默认 24)' },
  start: { en: 'its first day (default 2018-03-27)', zh: '开始日期(默认 2018-03-27)' },
  divisions: {
    en: 'CSV file of code,name,level,parent (default: the divisions of Wuding county)',
    zh: '含 code,name,level,parent 的 CSV 文件(默认:武定县区划)',
  },
  late: {
    en: 'percent of the commands that are entered days later, in another order, by several clerks (0 to 100; default 0)',
    zh: '迟若干天、打乱次序、由多名经办人补登的命令占比(百分数,0 至 100;默认 0)',
  },
  typingErrors: {
    en: 'percent of the papers with figures that are typed wrongly and corrected days later (0 to 100; default 0)',
    zh: '数字录错、若干天后更正的单据占比(百分数,0 至 100;默认 0)',
  },
  label: { en: 'simulate', zh: '模拟' },
  noTownship: (file: string) => ({
    en: `${file} has no township with a village in it: a base needs one.`,
    zh: `${file} 中没有含行政村的乡镇:基地需要至少一个。`,
  }),
  done: (steps: number, events: number | undefined, refused: number, store: string) => ({
    en: `${grouped(steps)} steps are in ${events === undefined ? store : `${withColon(store)} ${grouped(events)} events`}; rules rejected ${grouped(refused)} ${refused === 1 ? 'command' : 'commands'} in this run.`,
    zh: `共 ${grouped(steps)} 步已写入 ${events === undefined ? store : `${withColon(store)}${grouped(events)} 个事件`};本次运行中被规则拒绝的命令 ${grouped(refused)} 个。`,
  }),
} satisfies Messages
