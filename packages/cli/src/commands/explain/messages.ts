import type { TextLocation } from '@skein/http/json'
import { type Messages, quoted } from '../../messages/messages.js'

/** The file's name in messages. */
const nameOf = (file: string): string => (file === '-' ? 'stdin' : quoted(file))

export const explainMessages = {
  summary: {
    en: 'show what a command would record, or the rule that rejects it',
    zh: '某命令会记录什么,或被哪条规则禁止',
  },
  details: {
    en: 'FILE is JSON, or - for standard input: one command { "type", "data" }, or { "commands": [...] }, each decided by itself. Nothing is recorded. A rejected command exits 3, an invalid one 2.',
    zh: 'FILE 为 JSON 文件,或用 - 表示标准输入:单个命令 { "type", "data" },或 { "commands": [...] },逐个独立判断。不作任何记录。被拒时退出码为 3,格式有误时为 2。',
  },
  file: { en: 'JSON file with the command, or -', zh: '含命令的 JSON 文件,或 -' },
  noFile: (file: string) => ({
    en: `there is no file ${nameOf(file)}: give a JSON file with a command, or - for standard input.`,
    zh: `文件 ${nameOf(file)} 不存在:请给出含命令的 JSON 文件,或用 - 表示标准输入。`,
  }),
  notAFile: (file: string) => ({
    en: `${nameOf(file)} is not a file: give a JSON file with a command, or - for standard input.`,
    zh: `${nameOf(file)} 不是文件:请给出含命令的 JSON 文件,或用 - 表示标准输入。`,
  }),
  tooLarge: (file: string) => ({
    en: `${nameOf(file)} is larger than 5 MB: split it into several files.`,
    zh: `${nameOf(file)} 超过 5 MB:请拆成多个文件。`,
  }),
  notUtf8: (file: string) => ({
    en: `${nameOf(file)} is not UTF-8 text: save it as UTF-8.`,
    zh: `${nameOf(file)} 不是 UTF-8 文本:请存为 UTF-8。`,
  }),
  notJson: (file: string, location: TextLocation | undefined) => ({
    en: `${nameOf(file)} is not JSON${location === undefined ? '' : `: line ${location.line}, column ${location.column} cannot be read`}; expected { "type", "data" }.`,
    zh: `${nameOf(file)} 不是 JSON${location === undefined ? '' : `:第 ${location.line} 行第 ${location.column} 列无法读取`};应为 { "type", "data" }。`,
  }),
  repeatedKey: (file: string, location: TextLocation | undefined) => ({
    en: `${nameOf(file)}: ${location === undefined ? 'a key' : `line ${location.line}, column ${location.column}`} repeats a key of the same object; keep one.`,
    zh: `${nameOf(file)}:${location === undefined ? '有键' : `第 ${location.line} 行第 ${location.column} 列的键`}在同一对象中重复;请只留一个。`,
  }),
  tooDeep: (file: string) => ({
    en: `${nameOf(file)} is nested too deeply for a command: expected { "type", "data" }.`,
    zh: `${nameOf(file)} 嵌套过深,不是命令:应为 { "type", "data" }。`,
  }),
  noCommand: (file: string) => ({
    en: `${nameOf(file)} contains no command: expected { "type", "data" }, or { "commands": [ … ] } with 1 to 1,000 of them.`,
    zh: `${nameOf(file)} 中没有命令:应为 { "type", "data" },或含 1 至 1,000 个命令的 { "commands": [ … ] }。`,
  }),
  byProcess: (type: string) => ({
    en: `${type} is sent by processes only, as a reaction to other events; people cannot send it`,
    zh: `${type} 只由流程针对其他事件发出,人员不能发送`,
  }),
  unknownType: (type: string, nearest: string | undefined) => ({
    en: `there is no command ${quoted(type)}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
    zh: `没有命令 ${quoted(type)}${nearest === undefined ? '' : `,是否指 ${nearest}?`}`,
  }),
  noType: {
    en: 'it has no type: expected { "type", "data" }',
    zh: '缺少 type:应为 { "type", "data" }',
  },
  unknownKey: { en: 'unknown key; leave it out', zh: '无法识别的键,请去掉' },
  wouldRecord: (type: string, stream: string) => ({
    en: `${type} would record in ${stream}:`,
    zh: `${type} 将在 ${stream} 中记录:`,
  }),
  nothing: (type: string, stream: string) => ({
    en: `${type} would change nothing in ${stream}: the same is recorded already.`,
    zh: `${type} 不会改变 ${stream}:所述内容已有记录。`,
  }),
  changes: {
    en: '  as it is for an earlier day, it would change all this:',
    zh: '  因所登记的是较早的日期,将有以下变化:',
  },
  rejected: (type: string, rule: string, message: string) => ({
    en: `${type} is rejected by rule ${rule}: ${message}`,
    zh: `${type} 被规则 ${rule} 拒绝:${message}`,
  }),
  evidence: (pairs: string) => ({ en: `evidence: ${pairs}`, zh: `依据:${pairs}` }),
  policy: (version: number | undefined) => ({
    en: version === undefined ? 'policy: none was read' : `policy version: ${version}`,
    zh: version === undefined ? '政策:未引用' : `政策版本:${version}`,
  }),
  invalid: (type: string) => ({ en: `${type} is not valid:`, zh: `${type} 格式有误:` }),
  unnamed: { en: 'the command', zh: '该命令' },
  conflict: {
    en: 'the command could not be decided, because other processes kept writing to its stream: try again.',
    zh: '无法判断该命令:其他进程在不断写入同一个流,请重试。',
  },
} satisfies Messages
