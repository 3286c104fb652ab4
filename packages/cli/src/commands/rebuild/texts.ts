import type { Finding, RebuildEstimate } from '@skein/engine'
import type { Text } from '@skein/kernel'
import { grouped, type Messages } from '../../texts/texts.js'

export const rebuildTexts = {
  summary: { en: 'tell read models anew from the events', zh: '由事件重建读模型' },
  details: {
    en: `Readers see the old ones until the new ones are complete, which then are the live generation; what was live is retired. What was interrupted goes on where it stopped. With bounds (--as-of, --known-at) or --into the result is kept apart and nothing changes for readers, e.g. skein rebuild --all --as-of 2018-06-30 --into june.`,
    zh: `新的完成之前,读者仍看到旧的;完成后新的成为现用的一代,原来的退役。中断后再次运行即从断点继续。加 --as-of、--known-at 或 --into 时结果另存,读者所见不变,如 skein rebuild --all --as-of 2018-06-30 --into june。`,
  },
  projections: {
    en: 'read models to rebuild, as `skein status` lists them',
    zh: '要重建的读模型,名称见 `skein status`',
  },
  all: { en: 'all read models', zh: '全部读模型' },
  asOf: { en: 'only facts that happened up to this day (YYYY-MM-DD)', zh: '只计截至该日发生的事实(YYYY-MM-DD)' },
  knownAt: {
    en: 'only facts recorded up to this instant (2018-06-11T18:00:00+08:00)',
    zh: '只计截至该时刻已记录的事实(2018-06-11T18:00:00+08:00)',
  },
  into: { en: 'keep the result apart under this name', zh: '将结果以此名称另存' },
  batchSize: { en: 'events to a page (1 to 100,000; default 1,000)', zh: '每页事件数(1 至 100,000;默认 1,000)' },
  verify: { en: 'check every event against its schema and hash', zh: '逐个核对事件的格式与哈希' },
  dryRun: { en: 'say what would be done, and do nothing', zh: '只说明将做什么,不实际执行' },
  restart: { en: 'begin anew instead of resuming', zh: '从头开始,不续接' },
  prune: { en: 'drop retired and outdated ones afterwards', zh: '完成后清除退役和旧版本的读模型' },
  label: { en: 'rebuild', zh: '重建' },
  done: (events: number, seconds: number) => ({
    en: `Read ${grouped(events)} events in ${seconds.toFixed(1)} s, those that matter to these read models.`,
    zh: `读取与这些读模型有关的 ${grouped(events)} 个事件,用时 ${seconds.toFixed(1)} 秒。`,
  }),
  doneVerified: (events: number, seconds: number) => ({
    en: `Read and checked ${grouped(events)} events in ${seconds.toFixed(1)} s.`,
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
  planned: (count: number, { events, documents, seconds }: RebuildEstimate) => ({
    en: [
      `Would rebuild ${count} read ${count === 1 ? 'model' : 'models'} from ${events === undefined ? 'all' : grouped(events)} events`,
      ...(documents === undefined ? [] : [`, which now are ${grouped(documents)} documents`]),
      ...(seconds === undefined
        ? []
        : [`; from the beginning that takes about ${seconds < 1 ? 'a second' : `${grouped(Math.ceil(seconds))} s`}`]),
      '; nothing was done.',
    ].join(''),
    zh: [
      `将由 ${events === undefined ? '全部' : grouped(events)} 个事件重建 ${count} 个读模型`,
      ...(documents === undefined ? [] : [`(现有 ${grouped(documents)} 个文档)`]),
      ...(seconds === undefined ? [] : [`,从头开始约需 ${seconds < 1 ? '1' : grouped(Math.ceil(seconds))} 秒`]),
      ';未作任何改动。',
    ].join(''),
  }),
  onlyFacts: (asOf: string | undefined, knownAt: string | undefined) => ({
    en: `Only facts${asOf === undefined ? '' : ` that happened up to ${asOf}`}${knownAt === undefined ? '' : ` recorded up to ${knownAt}`}.`,
    zh: `只计${asOf === undefined ? '' : `截至 ${asOf} 发生`}${asOf !== undefined && knownAt !== undefined ? '且' : ''}${knownAt === undefined ? '' : `截至 ${knownAt} 已记录`}的事实。`,
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
