import type { PlannedEntry } from '@skein/engine'
import type { Text } from '@skein/kernel'
import { type Messages, quoted, withColon } from '../messages/messages.js'

export const amendmentMessages = {
  stream: { en: 'the stream of the entry, such as base-b1', zh: '该登记项所在的流,如 base-b1' },
  event: {
    en: 'the id of one of its events, or its revision in the stream',
    zh: '该登记项任一事件的编号,或其在流中的版本号',
  },
  reason: { en: 'why, in a few words; nothing personal', zh: '原因(简短说明,不含个人信息)' },
  by: { en: 'the person or office that decided it', zh: '作出决定的人员或单位' },
  on: { en: 'the day on which it was decided (default today)', zh: '作出决定的日期(默认今天)' },
  actor: { en: 'the id of the person who enters it (default the id in --by)', zh: '登记人编号(默认同 --by 中的编号)' },
  withDependents: {
    en: 'also annul what people entered later in this stream and what then becomes impossible or is contradicted',
    zh: '一并撤销本流中其后由人员登记、且因此不再成立或与规则相抵触的事项',
  },
  limit: { en: 'how many streams it may reach at most (default 1000)', zh: '至多可涉及多少个流(默认 1000)' },
  dryRun: { en: 'show what would change, and record nothing', zh: '只显示将有哪些变化,不作登记' },
  noReason: { en: 'give the reason: --reason "typed twice".', zh: '请给出原因:--reason "重复录入"。' },
  longReason: {
    en: 'the reason is longer than 200 characters: shorten --reason.',
    zh: '原因超过 200 个字符:请缩短 --reason。',
  },
  noDecider: {
    en: 'say who decided it, as a role and an id: --by accountant:a3.',
    zh: '请说明由谁决定,写明角色和编号:--by accountant:a3。',
  },
  badDecider: (typed: string) => ({
    en: `--by ${quoted(typed)} is not a role and an id: write them as accountant:a3.`,
    zh: `--by ${quoted(typed)} 不是角色与编号:请写作 accountant:a3。`,
  }),
  unknownStream: (stream: string, store: string, similar: string | undefined) => ({
    en: `there is no stream ${quoted(stream)} in ${withColon(store)} ${similar === undefined ? 'check its name, such as base-b1 or journey-t1.' : `did you mean ${similar}?`}`,
    zh: `${store} 中没有流 ${quoted(stream)}:${similar === undefined ? '请检查名称,如 base-b1 或 journey-t1。' : `是否指 ${similar}?`}`,
  }),
  unknownEntry: (event: string, stream: string, last: string) => ({
    en: `${stream} has no event ${quoted(event)}: give the id or the revision of an event. Its last entries: ${last}.`,
    zh: `${stream} 中没有事件 ${quoted(event)}:请给出事件的编号或版本号。最近的登记项:${last}。`,
  }),
  refused: (rule: string, message: string) => ({
    en: `refused by rule ${rule}: ${message}`,
    zh: `被规则 ${rule} 拒绝:${message}`,
  }),
  evidence: (pairs: string) => ({ en: `evidence: ${pairs}`, zh: `依据:${pairs}` }),
  takeAlong: {
    en: 'To annul them too, repeat it with --with-dependents.',
    zh: '如需一并撤销,请加上 --with-dependents 重试。',
  },
  raiseLimit: {
    en: 'Raise --limit, with --dry-run first to see what it reaches.',
    zh: '请调高 --limit,并先用 --dry-run 查看其影响范围。',
  },
  invalid: (english: string, chinese: string) => ({
    en: `it does not fit: ${english}.`,
    zh: `不符合格式:${chinese}。`,
  }),
  otherStream: {
    en: 'an entry cannot be moved to another stream: annul it, and enter it there',
    zh: '登记项不能改到另一个流:请将其撤销,并在该流中重新登记',
  },
  conflict: {
    en: 'other processes kept writing to the stream; nothing was recorded: try again.',
    zh: '其他进程在不断写入同一个流,未作登记:请重试。',
  },
  nothing: { en: 'Nothing changes.', zh: '没有变化。' },
  planned: { en: 'This would change (nothing was recorded):', zh: '将有以下变化(未作登记):' },
  recorded: { en: 'Recorded:', zh: '已登记:' },
  summary: (streams: number, entries: number, contradictions: number) => ({
    en: `${streams} ${streams === 1 ? 'stream' : 'streams'}, ${entries} ${entries === 1 ? 'entry' : 'entries'}, ${contradictions} ${contradictions === 1 ? 'contradiction' : 'contradictions'}`,
    zh: `共 ${streams} 个流、${entries} 项登记、${contradictions} 处抵触`,
  }),
  affected: (list: string) => ({ en: `affected: ${list || 'none'}`, zh: `涉及:${list || '无'}` }),
  corrected: { en: 'corrected', zh: '更正' },
  before: (on: string) => ({ en: `before on ${on}`, zh: `原为 ${on}` }),
  process: (process: string) => ({ en: `by the process ${process}`, zh: `由流程 ${process} 登记` }),
  revision: (revision: number) => ({ en: `revision ${revision}`, zh: `版本 ${revision}` }),
} satisfies Messages

/** What becomes of an entry. */
export const kindNames: Readonly<Record<PlannedEntry['kind'], Text>> = {
  entered: { en: 'entered', zh: '登记' },
  sent: { en: 'follows', zh: '随之登记' },
  recomputed: { en: 'computed again', zh: '重新计算' },
  annulled: { en: 'annulled', zh: '撤销' },
  reinstated: { en: 'reinstated', zh: '恢复' },
  contradicted: { en: 'contradicted', zh: '与规则抵触' },
  resolved: { en: 'contradiction resolved', zh: '抵触消除' },
}

/** Counts of the streams of the domain, by what they are about. */
export const counts: Readonly<Record<string, (count: number) => Text>> = {
  journey: (count) => ({ en: `${count} ${count === 1 ? 'trainee' : 'trainees'}`, zh: `${count} 名学员` }),
  household: (count) => ({ en: `${count} ${count === 1 ? 'household' : 'households'}`, zh: `${count} 户` }),
  agreement: (count) => ({ en: `${count} ${count === 1 ? 'agreement' : 'agreements'}`, zh: `${count} 份协议` }),
  batch: (count) => ({ en: `${count} ${count === 1 ? 'batch' : 'batches'}`, zh: `${count} 个培训班` }),
  base: (count) => ({ en: `${count} ${count === 1 ? 'base' : 'bases'}`, zh: `${count} 个基地` }),
  division: (count) => ({ en: `${count} ${count === 1 ? 'division' : 'divisions'}`, zh: `${count} 个区划` }),
  course: (count) => ({ en: `${count} ${count === 1 ? 'course' : 'courses'}`, zh: `${count} 门课程` }),
  instructor: (count) => ({ en: `${count} ${count === 1 ? 'instructor' : 'instructors'}`, zh: `${count} 名教师` }),
  calendar: (count) => ({ en: `${count} ${count === 1 ? 'place' : 'places'}`, zh: `${count} 处场所` }),
}
