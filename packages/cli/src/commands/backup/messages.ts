import type { Messages } from '../../messages/messages.js'

export const backupMessages = {
  summary: { en: 'copy a SQLite store to a file while it is in use', zh: '在使用中将 SQLite 存储备份到文件' },
  details: {
    en: 'Copies events and read models to FILE, then the keys to FILE.keys. Keep few backups of the keys, and not for long: they hold the keys of persons who are forgotten later. `skein restore` puts a backup in the place of a store.',
    zh: '将事件与读模型复制到 FILE,再将密钥复制到 FILE.keys。密钥备份宜少留、短留:其中含有日后被遗忘者的密钥。`skein restore` 可用备份恢复存储。',
  },
  file: { en: 'the file to write; it must not exist', zh: '要写入的文件;须不存在' },
  withoutKeys: { en: 'leave out the keys', zh: '不含密钥' },
  written: (file: string) => ({ en: `The backup is in ${file}.`, zh: `备份已写入 ${file}。` }),
  withKeys: (file: string) => ({ en: `Its keys are in ${file}.keys.`, zh: `密钥已写入 ${file}.keys。` }),
  onlySqlite: {
    en: 'backup copies SQLite stores only: on PostgreSQL use pg_dump or base backups, on EventStoreDB the backup of the server.',
    zh: 'backup 只能备份 SQLite 存储:PostgreSQL 请用 pg_dump 或基础备份,EventStoreDB 请用服务器自带的备份。',
  },
} satisfies Messages
