import type { ProcessStatus } from '@skein/engine'
import type { Text } from '@skein/kernel'
import { grouped, type Messages, withColon } from '../../messages/messages.js'

/** `2018-03-27T09:30:00Z` */
const toSeconds = (instant: string): string => instant.replace(/\.\d+/, '')

export const statusMessages = {
  summary: { en: 'how far every read model is', zh: '各读模型的进度' },
  details: {
    en: 'Read models, their versions, generations and checkpoints, and how many events each is behind; the same of the processes.',
    zh: '读模型、版本、各代及检查点,以及各自尚未计入的事件数;流程亦同。',
  },
  store: (name: string, events: number | undefined, head: string | undefined) => ({
    en: `${withColon(name)} ${events === undefined ? '' : `${grouped(events)} events, `}last position ${head ?? 'none'}`,
    zh: `${withColon(name)}${events === undefined ? '' : `${grouped(events)} 个事件,`}最后位置 ${head ?? '无'}`,
  }),
  processes: ({ state, checkpoint, lag, lagSince }: ProcessStatus) => ({
    en: `Processes: ${state === 'absent' ? 'never run' : `checkpoint ${checkpoint ?? 'none'}`}${lag === undefined ? '' : `, ${grouped(lag)} events behind`}${lagSince === undefined ? '' : `, behind since ${toSeconds(lagSince)}`}.`,
    zh: `流程:${state === 'absent' ? '从未运行' : `检查点 ${checkpoint ?? '无'}`}${lag === undefined ? '' : `,尚有 ${grouped(lag)} 个事件未处理`}${lagSince === undefined ? '' : `,自 ${toSeconds(lagSince)} 起未处理`}。`,
  }),
  /** A store that cannot count: when the first event was recorded that is not applied yet. */
  since: (instant: string) => ({ en: `since ${toSeconds(instant)}`, zh: `自 ${toSeconds(instant)}` }),
  diverged: (names: readonly string[], command: string) => ({
    en: `Computed from events that this log does not have, or has no longer: ${names.join(', ')}. It lost events in a failover, was restored from an older backup, or is another log. \`${command}\` computes them again.`,
    zh: `以下内容由此日志中没有(或已不存在)的事件计算而来:${names.join('、')}。日志在故障切换中丢失了事件、由较旧的备份恢复,或为另一日志。请运行 \`${command}\` 重新计算。`,
  }),
  quarantined: (count: number, options: string) => ({
    en: `${grouped(count)} ${count === 1 ? 'thing is' : 'things are'} in quarantine, as an event cannot be read or handled: \`skein quarantine ${options}\` lists them.`,
    zh: `有 ${grouped(count)} 处因事件无法读取或处理而被隔离:\`skein quarantine ${options}\` 可列出。`,
  }),
  theProcesses: { en: 'the processes', zh: '流程' },
  next: (options: string) => ({
    en: `Some are absent or behind: \`skein rebuild --all ${options}\` brings them up to date.`,
    zh: `有读模型缺失或滞后:\`skein rebuild --all ${options}\` 可使其更新。`,
  }),
} satisfies Messages

export const statusHeading = [
  { en: 'read model', zh: '读模型' },
  { en: 'version', zh: '版本' },
  { en: 'state', zh: '状态' },
  { en: 'checkpoint', zh: '检查点' },
  { en: 'events', zh: '事件' },
  { en: 'behind', zh: '滞后' },
  { en: 'documents', zh: '文档' },
  { en: 'generation', zh: '代' },
] satisfies readonly Text[]
