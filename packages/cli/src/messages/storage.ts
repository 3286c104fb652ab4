import { type Messages, quoted } from './messages.js'

/** Messages about stores: how they are named, and paths that cannot be one. */
export const storageMessages = {
  noStore: {
    en: 'no store was given: add --store sqlite:./base.db, or set SKEIN_STORE (`skein demo` creates one to try).',
    zh: '未指定事件库:请加 --store sqlite:./base.db,或设置 SKEIN_STORE(`skein demo` 可生成一个试用)。',
  },
  badStore: (given: string, option: string) => ({
    en: `${option} ${quoted(given)} is not a store: it takes sqlite:./base.db, postgres://user@host:5432/base, esdb://user:password@host:2113 or memory:.`,
    zh: `${option} ${quoted(given)} 不是有效的存储地址:可用 sqlite:./base.db、postgres://user@host:5432/base、esdb://user:password@host:2113 或 memory:。`,
  }),
  pathForStore: (given: string, option: string) => ({
    en: `${option} ${quoted(given)} has no kind: write ${option} sqlite:${given} for a SQLite file.`,
    zh: `${option} ${quoted(given)} 缺少类型:SQLite 文件请写作 ${option} sqlite:${given}。`,
  }),
  eventsOnly: (scheme: string) => ({
    en: `--read-models cannot be ${scheme}: it stores events only; use sqlite:./read-models.db.`,
    zh: `--read-models 不能是 ${scheme}:它只保存事件;请用 sqlite:./read-models.db。`,
  }),
  noReadModels: {
    en: 'an EventStoreDB server stores events only: add --read-models sqlite:./read-models.db for read models and keys, or set SKEIN_READ_MODELS.',
    zh: 'EventStoreDB 只保存事件:请加 --read-models sqlite:./read-models.db 存放读模型与密钥,或设置 SKEIN_READ_MODELS。',
  },
  missing: (path: string) => ({
    en: `there is no file ${path}: check the path; \`skein demo --db ${path}\` creates one to try.`,
    zh: `文件 ${path} 不存在:请检查路径;\`skein demo --db ${path}\` 可生成一个试用。`,
  }),
  noFolder: (path: string, folder: string) => ({
    en: `${path} cannot be created: there is no folder ${folder}; create it first, or choose another path.`,
    zh: `无法创建 ${path}:文件夹 ${folder} 不存在;请先创建,或另选路径。`,
  }),
  directory: (path: string) => ({
    en: `${path} is a folder: give the path of a file, such as ./base.db.`,
    zh: `${path} 是文件夹:请给出文件路径,如 ./base.db。`,
  }),
  empty: (path: string) => ({
    en: `${path} is an empty file, not a database: check the path, or restore a backup.`,
    zh: `${path} 是空文件,不是数据库:请检查路径,或恢复备份。`,
  }),
} satisfies Messages
