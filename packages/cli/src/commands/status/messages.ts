import type { EncryptedPersons, ProcessStatus, StandingLock, StoreFile } from '@skein/engine'
import type { Text } from '@skein/kernel'
import { grouped, type Messages, withColon } from '../../messages/messages.js'
import { formatBytes } from '../../output/bytes.js'
import { toSeconds } from '../../output/instant.js'
import type { ForeignEvents } from './foreign-events.js'

/** Persons that a line of the status names. */
const shownPersons = 5

export const statusMessages = {
  summary: { en: 'how far every read model is', zh: '各读模型的进度' },
  details: {
    en: 'Read models, their versions, generations and checkpoints, and how many events each is behind; the same of the processes; what is in quarantine, locks and who holds them, and the files of a SQLite store.',
    zh: '读模型、版本、各代及检查点,以及各自尚未计入的事件数;流程亦同;另有被隔离的内容、锁及其持有者,以及 SQLite 存储的文件。',
  },
  store: (name: string, events: number | undefined, head: string | undefined) => ({
    en: `${withColon(name)} ${events === undefined ? '' : `${grouped(events)} events, `}last position ${head ?? 'none'}`,
    zh: `${withColon(name)}${events === undefined ? '' : `${grouped(events)} 个事件,`}最后位置 ${head ?? '无'}`,
  }),
  foreign: ({ events, of }: ForeignEvents) => ({
    en: `Note: other programs wrote ${grouped(events)} of the last ${grouped(of)} events on the server; they are left out. \`skein verify\` counts all that are between ours.`,
    zh: `说明:服务器最近的 ${grouped(of)} 个事件中有 ${grouped(events)} 个由其他程序写入,均不计入;\`skein verify\` 统计本系统事件之间的全部外来事件。`,
  }),
  /** In a store of its own, they are a mistake. */
  strange: ({ events, of }: ForeignEvents, options: string) => ({
    en: `Note: ${grouped(events)} of the last ${grouped(of)} events are not of this domain; they are left out. \`skein verify ${options}\` names them.`,
    zh: `说明:最近的 ${grouped(of)} 个事件中有 ${grouped(events)} 个不属于本领域,均不计入;\`skein verify ${options}\` 可逐一列出。`,
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
  persons: {
    en: 'also count the persons whose keys are gone; reads the whole log',
    zh: '另外统计密钥已不在的人;须读取整个日志',
  },
  withoutKey: ({ persons, withoutKey }: EncryptedPersons) => {
    const shown = withoutKey.slice(0, shownPersons)
    const more = withoutKey.length > shown.length ? '…' : ''
    const count = withoutKey.length
    return {
      en: `Persons: ${grouped(persons)} have encrypted values in the log${count === 0 ? ', and each has a key' : `; ${grouped(count)} of them ${count === 1 ? 'has' : 'have'} no key, as they were forgotten, or the key is lost: ${shown.join(', ')}${more}`}.`,
      zh: `人员:日志中有 ${grouped(persons)} 人的加密信息${count === 0 ? ',均有密钥' : `;其中 ${grouped(count)} 人没有密钥(已被遗忘,或密钥丢失):${shown.join('、')}${more}`}。`,
    }
  },
  lock: ({ name, holder, since, leftMs }: StandingLock) => ({
    en: `Lock ${name}: held by ${holder} since ${toSeconds(since)}${leftMs > 0 ? `, renewed for ${Math.ceil(leftMs / 1000)} s` : '; expired, the next rebuild takes it over'}.`,
    zh: `锁 ${name}:自 ${toSeconds(since)} 起由 ${holder} 持有${leftMs > 0 ? `,续期剩余 ${Math.ceil(leftMs / 1000)} 秒` : ';已失效,下次重建将接管'}。`,
  }),
  file: ({ path, bytes, walBytes }: StoreFile) => ({
    en: `File ${path}: ${formatBytes(bytes)}, write-ahead log ${formatBytes(walBytes)}.`,
    zh: `文件 ${path}:${formatBytes(bytes)},预写日志 ${formatBytes(walBytes)}。`,
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
