import type { Text } from '@skein/kernel'
import type { Messages } from '../../messages/messages.js'

export const quarantineMessages = {
  summary: { en: 'list, retry or skip what read models and processes pass over', zh: '列出、重试或跳过被隔离的内容' },
  details: {
    en: 'Where an event cannot be read or handled, read models and processes pass over its stream and go on with all others. Without an action, lists these streams. retry: tries them again, once the event was repaired, or the program was. skip EVENT: leaves out one event, such as batch-b1@12, for good; the event stays in the log, and commands still see it.',
    zh: '若某一事件无法读取或处理,读模型与流程将跳过其所在的流,其余照常进行。不带操作时列出这些流。retry:在事件或程序修复之后重试。skip EVENT:永久略过一个事件,如 batch-b1@12;该事件仍留在日志中,命令仍可见。',
  },
  action: { en: 'retry, or skip and an event such as batch-b1@12', zh: 'retry,或 skip 加事件,如 batch-b1@12' },
  readModel: {
    en: 'retry for this read model only; `processes` for the processes',
    zh: '只重试此读模型;流程用 `processes`',
  },
  stream: { en: 'retry this stream only', zh: '只重试此流' },
  reason: { en: 'why the event is skipped; recorded', zh: '跳过该事件的原因,将予记录' },
  by: { en: 'the id of the operator, never a name; recorded', zh: '操作人的编号(非姓名),将予记录' },
  unknownAction: (action: string) => ({
    en: `there is no action ${JSON.stringify(action)}: use retry or skip, or none to list.`,
    zh: `没有操作 ${JSON.stringify(action)}:请用 retry 或 skip,不写则列出。`,
  }),
  noEvent: {
    en: 'skip takes one event such as batch-b1@12, with --reason and --by.',
    zh: 'skip 需要一个事件,如 batch-b1@12,并加 --reason 与 --by。',
  },
  none: { en: 'Nothing is in quarantine.', zh: '没有被隔离的内容。' },
  processes: { en: 'processes', zh: '流程' },
  whole: { en: 'all', zh: '全部' },
  rebuildNeeded: (readModels: readonly string[], command: string) => ({
    en: `Only a rebuild mends ${readModels.join(', ')}: \`${command}\`.`,
    zh: `${readModels.join('、')} 须重建才能修复:\`${command}\`。`,
  }),
  skipped: (event: string, by: string, since: string, reason: string) => ({
    en: `Skipped since ${since}, by ${by}: ${event}, ${reason}`,
    zh: `${by} 自 ${since} 起跳过 ${event}:${reason}`,
  }),
} satisfies Messages

export const quarantineHeading = [
  { en: 'read model', zh: '读模型' },
  { en: 'stream', zh: '流' },
  { en: 'revision', zh: '序号' },
  { en: 'event', zh: '事件' },
  { en: 'since', zh: '起始' },
  { en: 'reason', zh: '原因' },
] satisfies readonly Text[]
