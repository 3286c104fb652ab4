import type { Finding } from '@skein/engine'
import { grouped, type Messages } from '../../messages/messages.js'

const kinds: Readonly<Record<Finding['kind'], string>> = {
  projection: '读模型出错',
  unreadable: '无法读取',
  schema: '格式不符',
  corrupt: '登记后被改动或移动',
  revision: '序号不连续',
  seal: '与封印不符',
}

export const verifyMessages = {
  summary: { en: 'verify revisions, hash chains and schemas of the whole log', zh: '核对全部事件的序号、哈希链与格式' },
  details: {
    en: 'Reads every event once. Each finding names the stream and the revision; any finding exits 3.',
    zh: '通读全部事件一遍。每处问题都指明流与序号;有问题时退出码为 3。',
  },
  against: {
    en: 'a file that `skein seal` wrote: shows whether any of the sealed events was changed',
    zh: '`skein seal` 写下的文件:查明已封印的事件是否有改动',
  },
  sound: (events: number, streams: number) => ({
    en: `${grouped(events)} events in ${grouped(streams)} streams: every revision, hash and schema is correct.`,
    zh: `${grouped(streams)} 个流共 ${grouped(events)} 个事件:序号、哈希与格式全部无误。`,
  }),
  finding: ({ stream, revision, kind, text }: Finding) => ({
    // a finding about a whole stream names it in its text
    en: `${stream === undefined || revision === undefined ? '' : `${stream} revision ${revision}: `}${text.en} (${kind})`,
    zh: `${stream === undefined || revision === undefined ? '' : `${stream} 序号 ${revision}:`}${kinds[kind]}(${text.zh})`,
  }),
  found: (findings: number, events: number) => ({
    en: `${grouped(findings)} ${findings === 1 ? 'finding' : 'findings'} in ${grouped(events)} events.`,
    zh: `${grouped(events)} 个事件中发现 ${grouped(findings)} 处问题。`,
  }),
  foreign: (events: number) => ({
    en: `Note: ${grouped(events)} events of other programs between them were left out.`,
    zh: `注意:其间另有其他程序的 ${grouped(events)} 个事件,未计入。`,
  }),
  keyless: (keyless: number, persons: number) => ({
    en:
      keyless === persons
        ? `Note: none of the ${grouped(persons)} persons with encrypted values has its key here: unless all were forgotten, the keys are lost or belong to another database.`
        : `Note: ${grouped(keyless)} of ${grouped(persons)} persons with encrypted values ${keyless === 1 ? 'has' : 'have'} no key any more: the persons were forgotten, or the keys are lost.`,
    zh:
      keyless === persons
        ? `注意:有加密信息的 ${grouped(persons)} 人全部没有密钥:若非均已遗忘,则密钥已丢失,或属于另一数据库。`
        : `注意:有加密信息的 ${grouped(persons)} 人中,${grouped(keyless)} 人已没有密钥:已按要求遗忘,或密钥已丢失。`,
  }),
  more: (count: number) => ({ en: `and ${grouped(count)} more.`, zh: `另有 ${grouped(count)} 处。` }),
} satisfies Messages
