import { grouped, type Messages, quoted } from '../../messages/messages.js'

export const checkMessages = {
  summary: { en: 'check the recorded events against the rules', zh: '用全部规则核查已登记的历史' },
  details: {
    en: 'Checks every event against the rules, with the views that its decision read and the policy in force then. Each entry is also decided again: what it computed must be the same. With --policy the fields in that file are laid over the policy in force: who would be affected? With --as-corrected everything is judged as it is known by now, late entries included. Each violation names the stream, the revision and the compared values; events that the domain does not know count as violations of unknown-event. Any violation exits 3. While processes are unfinished, M7, M9 or M10 may be violated.',
    zh: '按每个事件决定时读到的情况和当时有效的方案逐条核查;并重新作出每项决定:系统计算的内容须一致。给出 --policy 时,以该文件中的各项替换当时有效方案的相应内容,看谁会受影响;给出 --as-corrected 时,按目前所知(含补登事项)核查。每处违规都指明流、序号和比较的内容;领域不认识的事件计为违反 unknown-event。有违规时退出码为 3。流程尚未办完时,M7、M9、M10 可能暂不成立。',
  },
  policy: {
    en: 'a JSON file with fields of a policy to check against; all others stay as they were in force',
    zh: '用于核查的方案(JSON 文件),只写要改的项;其余仍按当时有效的方案',
  },
  asCorrected: {
    en: 'judge everything as it is known by now, not as it was known when it was recorded',
    zh: '按目前所知核查,而不是按登记时所知',
  },
  affected: (rule: string, count: number, names: string) => ({
    en: `${rule} concerns ${grouped(count)}: ${names}`,
    zh: `${rule} 涉及 ${grouped(count)} 项:${names}`,
  }),
  label: { en: 'check', zh: '核查' },
  noFile: (file: string) => ({
    en: `--policy ${quoted(file)} cannot be read: give a JSON file with a policy.`,
    zh: `--policy ${quoted(file)} 无法读取:请给出含方案的 JSON 文件。`,
  }),
  tooLarge: (file: string) => ({
    en: `--policy ${quoted(file)} is larger than 1 MB: no policy is that large.`,
    zh: `--policy ${quoted(file)} 超过 1 MB,不是方案文件。`,
  }),
  notJson: (file: string, place: string) => ({
    en: `--policy ${quoted(file)} is not JSON${place === '' ? '' : ` at ${place}`}; expected { "batchSeats": 30, … }.`,
    zh: `--policy ${quoted(file)} 不是 JSON${place === '' ? '' : `(${place})`};应为 { "batchSeats": 30, … }。`,
  }),
  notPolicy: (file: string, places: string) => ({
    en: `--policy ${quoted(file)} is not a policy: ${places}.`,
    zh: `--policy ${quoted(file)} 不是方案:${places}。`,
  }),
  violation: (place: string, rule: string, message: string, evidence: string) => ({
    en: `${place}: ${rule} ${message} (${evidence})`,
    zh: `${place} 违反 ${rule}:${message}(${evidence})`,
  }),
  revision: (revision: number) => ({ en: `revision ${revision}`, zh: `序号 ${revision}` }),
  noViolation: (events: number) => ({
    en: `${grouped(events)} events: no rule is violated.`,
    zh: `${grouped(events)} 个事件:全部规则均已遵守。`,
  }),
  violations: (violations: number, events: number, rules: string) => ({
    en: `${grouped(violations)} violations in ${grouped(events)} events: ${rules}.`,
    zh: `${grouped(events)} 个事件中有 ${grouped(violations)} 处违规:${rules}。`,
  }),
  more: (count: number) => ({ en: `and ${grouped(count)} more.`, zh: `另有 ${grouped(count)} 处。` }),
} satisfies Messages
