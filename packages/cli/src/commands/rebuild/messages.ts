import type { Finding, RebuildEstimate } from '@skein/engine'
import type { Text } from '@skein/kernel'
import type { Bounds } from '../../input/bounds.js'
import { grouped, type Messages } from '../../messages/messages.js'

export const rebuildMessages = {
  summary: { en: 'rebuild read models from the events', zh: '由事件重建读模型' },
  details: {
    en: 'Readers see the old generation until the new one is complete; then the new one is live and the old one retired. Run the same command again to continue an interrupted rebuild. With bounds (--as-of, --known-at) or --into the result is kept apart and nothing changes for readers, as in `skein rebuild --all --as-of 2018-06-30 --into june`.',
    zh: '新的完成之前,读者仍看到旧的;完成后新的成为现用的一代,原来的退役。中断后再次运行即从断点继续。加 --as-of、--known-at 或 --into 时结果另存,读者所见不变,如 `skein rebuild --all --as-of 2018-06-30 --into june`。',
  },
  projections: {
    en: 'read models to rebuild, as `skein status` lists them',
    zh: '要重建的读模型,名称见 `skein status`',
  },
  all: { en: 'all read models', zh: '全部读模型' },
  into: { en: 'keep the result apart under this name', zh: '将结果以此名称另存' },
  batchSize: { en: 'events per batch (1 to 100,000; default 1,000)', zh: '每批事件数(1 至 100,000;默认 1,000)' },
  verify: { en: 'check every event against its schema and hash', zh: '逐个核对事件的格式与哈希' },
  dryRun: { en: 'show what would be done, and do nothing', zh: '只说明将做什么,不实际执行' },
  restart: { en: 'start again instead of resuming', zh: '从头开始,不续接' },
  processes: {
    en: 'let the processes handle the log from its beginning, after it has lost events; nothing is sent twice',
    zh: '日志丢失事件之后,让流程从头处理日志;命令不会重复登记',
  },
  processesRestarted: {
    en: 'The processes handle the log from its beginning when they run next.',
    zh: '流程下次运行时将从头处理日志。',
  },
  prune: {
    en: 'drop retired generations and those of older versions afterwards',
    zh: '完成后清除退役和旧版本的读模型',
  },
  done: (events: number, seconds: number) => ({
    en: `Read ${grouped(events)} events that these read models handle, in ${seconds.toFixed(1)} s.`,
    zh: `读取与这些读模型有关的 ${grouped(events)} 个事件,用时 ${seconds.toFixed(1)} 秒。`,
  }),
  doneVerified: (events: number, seconds: number) => ({
    en: `Read and verified ${grouped(events)} events in ${seconds.toFixed(1)} s.`,
    zh: `读取并核对 ${grouped(events)} 个事件,用时 ${seconds.toFixed(1)} 秒。`,
  }),
  keptApart: (name: string) => ({
    en: `The result is kept apart: \`--kept ${name}\` of report, journey and worklist reads it.`,
    zh: `结果已另存:report、journey、worklist 加 \`--kept ${name}\` 可读取。`,
  }),
  pruned: (count: number) => ({
    en: `Dropped ${count} old ${count === 1 ? 'generation' : 'generations'}.`,
    zh: `清除了 ${count} 代旧读模型。`,
  }),
  retired: (count: number) => ({
    en: `${count} retired ${count === 1 ? 'generation is' : 'generations are'} still kept: \`skein prune\` drops ${count === 1 ? 'it' : 'them'}.`,
    zh: `仍保留着 ${count} 代退役的读模型:\`skein prune\` 可清除。`,
  }),
  interruptedRestart: {
    en: 'interrupted; what was done so far is kept: run it without --restart to continue.',
    zh: '已中断;已完成的部分均已保存:去掉 --restart 再次运行即可继续。',
  },
  planned: (count: number, { events, documents, seconds }: RebuildEstimate) => ({
    en: [
      `Would rebuild ${count} read ${count === 1 ? 'model' : 'models'} from ${events === undefined ? 'all' : grouped(events)} events`,
      ...(documents === undefined ? [] : [`, which are now ${grouped(documents)} documents`]),
      ...(seconds === undefined
        ? []
        : [`; from the start that takes about ${seconds < 1 ? 'a second' : `${grouped(Math.ceil(seconds))} s`}`]),
      '; nothing was done.',
    ].join(''),
    zh: [
      `将由 ${events === undefined ? '全部' : grouped(events)} 个事件重建 ${count} 个读模型`,
      ...(documents === undefined ? [] : [`(现有 ${grouped(documents)} 个文档)`]),
      ...(seconds === undefined ? [] : [`,从头开始约需 ${seconds < 1 ? '1' : grouped(Math.ceil(seconds))} 秒`]),
      ';未作任何改动。',
    ].join(''),
  }),
  bounds: ({ asOf, knownAt }: Bounds) => ({
    en: `Only events${asOf === undefined ? '' : ` that happened up to ${asOf}`}${asOf !== undefined && knownAt !== undefined ? ' and' : ''}${knownAt === undefined ? '' : ` recorded up to ${knownAt}`}.`,
    zh: `只计${asOf === undefined ? '' : `截至 ${asOf} 发生`}${asOf !== undefined && knownAt !== undefined ? '且' : ''}${knownAt === undefined ? '' : `截至 ${knownAt} 已记录`}的事件。`,
  }),
  apart: (name: string | undefined) => ({
    en: `The result would be kept apart${name === undefined ? '' : ` as ${name}`}; readers of the live ones see no change.`,
    zh: `结果将另存${name === undefined ? '' : `为 ${name}`};现用读模型的读者所见不变。`,
  }),
  resumes: (events: number) => ({ en: `resumes after ${grouped(events)}`, zh: `从第 ${grouped(events)} 个之后续接` }),
  finding: ({ stream, revision, text }: Finding) => ({
    en: `finding: ${stream ?? ''}${revision === undefined ? '' : ` revision ${revision}`}: ${text.en}`,
    zh: `问题:${stream ?? ''}${revision === undefined ? '' : ` 第 ${revision} 版`}:${text.zh}`,
  }),
  moreFindings: (count: number) => ({ en: `and ${grouped(count)} more.`, zh: `另有 ${grouped(count)} 处。` }),
} satisfies Messages

export const rebuildHeading = [
  { en: 'read model', zh: '读模型' },
  { en: 'version', zh: '版本' },
  { en: 'events', zh: '事件' },
  { en: 'documents', zh: '文档' },
] satisfies readonly Text[]
