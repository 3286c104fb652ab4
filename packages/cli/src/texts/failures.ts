import type { NotReadyKept, RebuildError } from '@skein/engine'
import type { Text } from '@skein/kernel'
import { quoted } from '../failure.js'
import { before, type Messages } from './texts.js'

/** Why a rebuild could not begin, or go on. */
export const rebuildFailures: Readonly<Record<RebuildError['reason'], (detail: string) => Text>> = {
  unknownProjection: (detail) => ({ en: detail, zh: `读模型名称有误:${detail}` }),
  unknownKept: (detail) => ({ en: detail, zh: `没有以此名称另存的读模型:${detail}` }),
  badBound: (detail) => ({ en: detail, zh: `界限有误:${detail}` }),
  otherBounds: (detail) => ({
    en: `${detail} To restart, add --restart, with all read models kept under the name, or --all.`,
    zh: `该名称已用于另一界限(可换名称,或将该名称下的读模型一并重建并加 --restart,如 --all --restart):${detail}`,
  }),
  locked: (detail) => ({ en: detail, zh: `另一进程正在重建(请等待其结束;若已终止,锁会自行失效):${detail}` }),
  taken: (detail) => ({ en: detail, zh: `重建期间该代读模型被他人接管(请重新运行):${detail}` }),
}

/** What can go wrong in any command. */
export const failureTexts = {
  interrupted: {
    en: 'interrupted; what was done so far is kept, and the same command goes on from there.',
    zh: '已中断;已完成的部分均已保存,再次运行同一命令即可继续。',
  },
  interruptedRestart: {
    en: 'interrupted; what was done so far is kept: run it without --restart to go on from there.',
    zh: '已中断;已完成的部分均已保存:去掉 --restart 再次运行即可继续。',
  },
  unexpected: (detail: string) => ({
    en: `unexpected: ${detail} (this is a fault of skein; SKEIN_DEBUG=1 shows where).`,
    zh: `意外错误:${detail}(这是 skein 的缺陷;设置 SKEIN_DEBUG=1 可查看位置)。`,
  }),
  system: (place: string, code: string) => ({
    en: `${place}: the system refused (${code}); check that the path exists and may be read and written.`,
    zh: `${place}:系统拒绝了操作(${code});请检查路径是否存在、是否可读写。`,
  }),
  unreadable: (store: string, place: string, detail: string) => ({
    en: `${before(store)} the event ${place} cannot be read: ${detail}; \`skein verify\` lists all that are at fault.`,
    zh: `${before(store)}事件 ${place} 无法读取:${detail};\`skein verify\` 可列出全部问题。`,
  }),
  notReady: (projection: string, store: string, detail: string) => ({
    en: `${before(store)} ${detail} \`skein rebuild --all --store ${store}\` fills it.`,
    zh: `${before(store)}读模型 ${projection} 尚不可用(${detail})。\`skein rebuild --all --store ${store}\` 可建立。`,
  }),
  notKept: (store: string, { asked, names, asOf, knownAt }: NotReadyKept) => {
    const bounds = `${asOf === undefined ? '' : `--as-of ${asOf} `}${knownAt === undefined ? '' : `--known-at ${knownAt} `}`
    const command = `\`skein rebuild --all ${bounds}--into ${asked} --store ${store}\``
    if (names.includes(asked))
      return {
        en: `${before(store)} not all read models that this needs are kept as ${quoted(asked)}: ${command} fills the others.`,
        zh: `${before(store)}以 ${quoted(asked)} 另存的读模型不全:${command} 可补齐。`,
      }
    const those = names.length === 0 ? undefined : names
    return {
      en: `${before(store)} nothing is kept as ${quoted(asked)}; ${those === undefined ? 'nothing is kept apart' : `kept are: ${those.join(', ')}`}. ${command} fills it.`,
      zh: `${before(store)}没有以 ${quoted(asked)} 另存的读模型;${those === undefined ? '尚无另存' : `已有的名称:${those.join('、')}`}。${command} 可建立。`,
    }
  },
  masterKey: (detail: string) => ({
    en: `the master key does not serve: ${detail}`,
    zh: `主密钥不可用:${detail}`,
  }),
} satisfies Messages
