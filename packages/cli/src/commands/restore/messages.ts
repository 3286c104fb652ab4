import { grouped, type Messages } from '../../messages/messages.js'

export const restoreMessages = {
  summary: { en: 'put a backup in the place of a SQLite store', zh: '用备份恢复 SQLite 存储' },
  details: {
    en: 'Stop all programs that use the store first. Verifies the backup, and that it fits its keys, then copies it. With --replace, the files that were there are kept under other names, with their write-ahead logs, which must not be applied to a backup. Afterwards run `skein status`: read models of the backup are as old as it is.',
    zh: '请先停止所有使用该存储的程序。先校验备份及其与密钥是否相符,再行复制。加 --replace 时,原文件连同其预写日志另名保留(预写日志不可用于备份)。之后请运行 `skein status`:备份中的读模型与备份同样旧。',
  },
  file: { en: 'the backup of events and read models', zh: '事件与读模型的备份文件' },
  keys: { en: 'the backup of the keys; default FILE.keys', zh: '密钥的备份文件;默认 FILE.keys' },
  against: { en: 'a seal, which the backup must contain', zh: '封印文件,备份须与之相符' },
  replace: { en: 'take the place of a store that is there', zh: '替换已有的存储' },
  restored: (store: string, events: number) => ({
    en: `${store} has ${grouped(events)} events of the backup. Run \`skein status\`.`,
    zh: `${store} 已恢复,含备份中的 ${grouped(events)} 个事件。请运行 \`skein status\`。`,
  }),
  kept: (file: string) => ({ en: `Kept: ${file}`, zh: `已保留:${file}` }),
  damaged: (findings: number, file: string) => ({
    en: `not restored: the backup has ${grouped(findings)} findings; \`skein verify --store sqlite:${file}\` lists them.`,
    zh: `未恢复:备份有 ${grouped(findings)} 处问题;可用 \`skein verify --store sqlite:${file}\` 查看。`,
  }),
  onlySqlite: {
    en: 'restore puts back SQLite stores only: on PostgreSQL use pg_restore or a base backup, on EventStoreDB the backup of the server.',
    zh: 'restore 只能恢复 SQLite 存储:PostgreSQL 请用 pg_restore 或基础备份,EventStoreDB 请用服务器自带的备份。',
  },
} satisfies Messages
