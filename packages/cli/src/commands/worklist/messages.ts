import type { Projections } from '@skein/core'
import type { Text } from '@skein/kernel'
import { grouped, type Messages } from '../../messages/messages.js'

export const worklistMessages = {
  summary: { en: 'what is to be done, the most urgent first', zh: '待办事项,最急的在前' },
  details: {
    en: '! marks overdue items, * people with potential, who come first.',
    zh: '! 表示已逾期,* 表示应优先考虑的有潜力者。',
  },
  limit: {
    en: 'number of items to show (1 to 100,000; default 50, with --json all)',
    zh: '显示条数(1 至 100,000;默认 50,--json 时为全部)',
  },
  title: (base: string, today: string, items: number, overdue: number) => ({
    en: `${base} on ${today}: ${grouped(items)} to do, ${grouped(overdue)} overdue`,
    zh: `${base} ${today}:待办 ${grouped(items)} 项,逾期 ${grouped(overdue)} 项`,
  }),
  more: (count: number) => ({
    en: `and ${grouped(count)} more: --limit shows them.`,
    zh: `另有 ${grouped(count)} 项:可用 --limit 显示。`,
  }),
} satisfies Messages

export const itemNames: Readonly<Record<Projections.WorklistItem['kind'], Text>> = {
  eligibilityGate: { en: 'review eligibility', zh: '资格审查' },
  curriculumGate: { en: 'review the curriculum', zh: '课程设置关审查' },
  modeGate: { en: 'review the mode of training', zh: '培训模式关审查' },
  effectivenessGate: { en: 'review the effectiveness', zh: '内容实效关审查' },
  unsigned: { en: 'sign the mentoring agreement', zh: '签订传帮带协议' },
  agreementEnd: { en: 'complete or terminate the agreement', zh: '办结或终止协议' },
  quota: { en: 'fill the mentoring quota', zh: '落实帮带名额' },
  visit: { en: 'visit the household', zh: '走访农户' },
  absentee: { en: 'follow up on absence', zh: '跟进缺课学员' },
  training: { en: 'train for the first time', zh: '安排首次培训' },
  clash: { en: 'resolve double booking', zh: '解决场地或床位冲突' },
  faculty: { en: 'enlarge the faculty pool', zh: '充实师资库' },
  contradiction: { en: 'resolve what late entries contradict', zh: '处理与补登事项相抵触的记录' },
}

export const worklistHeading = [
  { en: 'due', zh: '期限' },
  { en: '', zh: '' },
  { en: 'to do', zh: '事项' },
  { en: 'about', zh: '对象' },
  { en: 'since', zh: '起始' },
] satisfies readonly Text[]
