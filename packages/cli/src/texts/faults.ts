import type { StorageFault } from '@skein/engine'
import type { Text } from '@skein/kernel'
import { before } from './texts.js'

/** A store on a server says itself where it is, what is wrong and what to do. */
export const serverFault = (detail: string): Text => ({ en: detail, zh: `数据库服务器上的存储出错:${detail}` })

/** What is wrong with a store in files, and what to do; `detail` is what the store itself said, in English. */
export const faultTexts: Readonly<Record<StorageFault, (store: string, detail: string) => Text>> = {
  closed: (store) => ({ en: `${store} was closed too early.`, zh: `${store} 已提前关闭。` }),
  unavailable: (store) => ({
    en: `${store} is in use: another process holds its write lock; end that one, or try again.`,
    zh: `${store} 正被占用:另一进程持有写锁;请结束该进程或稍后重试。`,
  }),
  corrupt: (store) => ({
    en: `${store} is not a SQLite database, or it is damaged: check the path, or restore a backup.`,
    zh: `${store} 不是 SQLite 数据库,或已损坏:请检查路径,或恢复备份。`,
  }),
  'read-only': (store) => ({
    en: `${store} may not be written: grant write permission on the file and its folder.`,
    zh: `${store} 不可写:请授予该文件及其所在文件夹的写权限。`,
  }),
  full: (store) => ({
    en: `${before(store)} no room is left on the disk; make some, then run the command again.`,
    zh: `${before(store)}磁盘空间不足;请腾出空间后重试。`,
  }),
  newer: (store) => ({
    en: `${store} was written by a newer version of skein: upgrade to read it.`,
    zh: `${store} 由更新版本的 skein 写入:请升级后再读取。`,
  }),
  missing: (store, detail) => ({
    en: `${store} is not complete: ${detail}`,
    zh: `${store} 不完整:${detail}`,
  }),
  failed: (store, detail) => ({
    en: `${store} cannot be used: ${detail}`,
    zh: `${store} 无法使用:${detail}`,
  }),
}
