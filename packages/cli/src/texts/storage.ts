import { quoted } from '../failure.js'
import type { Messages } from './texts.js'

/** What is said about stores and keys: how they are named, opened, and what is wrong with them. */
export const storageTexts = {
  noStore: {
    en: 'no store was given: add --store sqlite:./base.db, or set SKEIN_STORE (`skein demo` makes one to try).',
    zh: '未指定事件库:请加 --store sqlite:./base.db,或设置 SKEIN_STORE(`skein demo` 可生成一个试用)。',
  },
  badStore: (given: string, option: string) => ({
    en: `${option} ${quoted(given)} is not a store: it takes sqlite:./base.db, postgres://user@host:5432/base, esdb://user@host:2113 or memory:.`,
    zh: `${option} ${quoted(given)} 不是有效的存储地址:可用 sqlite:./base.db、postgres://user@host:5432/base、esdb://user@host:2113 或 memory:。`,
  }),
  pathForStore: (given: string, option: string) => ({
    en: `${option} ${quoted(given)} has no kind: write ${option} sqlite:${given} for a SQLite file.`,
    zh: `${option} ${quoted(given)} 缺少类型:SQLite 文件请写作 ${option} sqlite:${given}。`,
  }),
  eventsOnly: (scheme: string) => ({
    en: `--read-models cannot be ${scheme}: it keeps events only; use sqlite:./read-models.db.`,
    zh: `--read-models 不能是 ${scheme}:它只保存事件;请用 sqlite:./read-models.db。`,
  }),
  noReadModels: {
    en: 'an EventStoreDB server keeps events only: add --read-models sqlite:./read-models.db for read models and keys, or set SKEIN_READ_MODELS.',
    zh: 'EventStoreDB 只保存事件:请加 --read-models sqlite:./read-models.db 存放读模型与密钥,或设置 SKEIN_READ_MODELS。',
  },
  missing: (path: string) => ({
    en: `there is no file ${path}: check the path; \`skein demo --db ${path}\` would make one to try.`,
    zh: `文件 ${path} 不存在:请检查路径;\`skein demo --db ${path}\` 可生成一个试用。`,
  }),
  noFolder: (path: string, folder: string) => ({
    en: `${path} cannot be made: there is no folder ${folder}; make it first, or choose another path.`,
    zh: `无法创建 ${path}:文件夹 ${folder} 不存在;请先创建,或另选路径。`,
  }),
  directory: (path: string) => ({
    en: `${path} is a folder: give the path of a file, such as ./base.db.`,
    zh: `${path} 是文件夹:请给出文件路径,如 ./base.db。`,
  }),
  noKeys: (path: string) => ({
    en: `${path}.keys is missing or empty: it holds the keys of persons and belongs beside ${path}; put it back.`,
    zh: `缺少 ${path}.keys 或该文件为空:其中存有人员密钥,应与 ${path} 放在一起;请放回。`,
  }),
  cannotMake: (path: string, folder: string) => ({
    en: `${path} cannot be made: the folder ${folder} may not be written; grant that, or choose another path.`,
    zh: `无法创建 ${path}:文件夹 ${folder} 不可写;请授予写权限,或另选路径。`,
  }),
  cannotReadHere: (path: string, folder: string) => ({
    en: `${path} cannot be read where it is: SQLite keeps small files beside a database even to read it, and the folder ${folder} may not be written; grant that, or copy ${path} and ${path}.keys to a folder of your own.`,
    zh: `${path} 在原处无法读取:SQLite 即使只读也要在旁边存放小文件,而文件夹 ${folder} 不可写;请授予写权限,或将 ${path} 与 ${path}.keys 复制到自己的文件夹。`,
  }),
  empty: (path: string) => ({
    en: `${path} is an empty file, not a database: check the path, or restore a backup.`,
    zh: `${path} 是空文件,不是数据库:请检查路径,或恢复备份。`,
  }),
} satisfies Messages
