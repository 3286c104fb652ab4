import { grouped, type Messages } from '../../messages/messages.js'

export const copyMessages = {
  summary: { en: 'copy a log with its keys to another store', zh: '将事件日志及密钥复制到另一存储' },
  details: {
    en: 'Copies all events in their order, and verifies their hashes. Keys and claims are copied too. Run it again to continue an interrupted copy. Read models are not copied: rebuild them.',
    zh: '按原有顺序复制全部事件,途中核对哈希,并带上密钥与登记。再次运行可继续未完成的复制。读模型不复制:请重建。',
  },
  from: { en: 'the store to copy', zh: '要复制的存储' },
  fromReadModels: { en: 'where its keys are, for esdb://…', zh: 'esdb://… 的密钥所在存储' },
  to: { en: 'the store to copy to; created where there is none', zh: '目标存储;不存在则创建' },
  toReadModels: { en: 'where the keys go, for esdb://…', zh: '目标为 esdb://… 时密钥的去处' },
  withoutKeys: {
    en: 'copy no keys: personal data reads as erased in the copy',
    zh: '不带密钥:副本中的个人信息视同已删除',
  },
  label: { en: 'copy', zh: '复制' },
  noStore: (option: string) => ({
    en: `no store was given: add ${option} sqlite:./base.db, postgres://… or esdb://….`,
    zh: `未指定存储:请加 ${option} sqlite:./base.db、postgres://… 或 esdb://…。`,
  }),
  done: (store: string, events: number, copied: number, streams: number) => ({
    en: `${store} has all ${grouped(events)} events in ${grouped(streams)} streams; ${grouped(copied)} were copied now.`,
    zh: `${store} 已有全部 ${grouped(streams)} 个流、${grouped(events)} 个事件;本次复制 ${grouped(copied)} 个。`,
  }),
  keys: (keys: number, claims: number, destroyed: number) => ({
    en: `Keys: ${grouped(keys)} copied with ${grouped(claims)} claims${destroyed === 0 ? '' : `, ${grouped(destroyed)} of forgotten persons destroyed`}.`,
    zh: `密钥:复制 ${grouped(keys)} 个及 ${grouped(claims)} 项登记${destroyed === 0 ? '' : `,销毁已遗忘者的 ${grouped(destroyed)} 个`}。`,
  }),
  noKeys: { en: 'No keys were copied.', zh: '未复制密钥。' },
  seal: (digest: string) => ({ en: `Seal of both logs: ${digest}`, zh: `两份日志的封印:${digest}` }),
  masterKey: (file: string) => ({
    en: `The master key is the same: it is in ${file}. Set SKEIN_MASTER_KEY to it, or give --master-key-file.`,
    zh: `主密钥不变:在 ${file} 中;请设置 SKEIN_MASTER_KEY,或使用 --master-key-file。`,
  }),
  next: (options: string) => ({
    en: `\`skein rebuild --all ${options}\` builds the read models there.`,
    zh: `\`skein rebuild --all ${options}\` 可在该处建立读模型。`,
  }),
} satisfies Messages
