// Chinese for errors of other packages that arrive with an English message only. Once they all bring both languages,
// delete this file, and its call in `failures/failure-of.ts`.
import type { CheckError, CopyError, MasterKeyError, StorageError } from '@skein/engine'
import type { Text } from '@skein/kernel'
import type { PlayError } from '@skein/simulator'

type Untranslated = StorageError | CopyError | MasterKeyError | CheckError | PlayError

/** The message in both languages of an error that has none in Chinese yet. */
export const untranslated = (error: unknown): Text | undefined => {
  if (!isUntranslated(error)) return undefined
  const chinese = inChinese(error)
  return { en: error.message, zh: `${chinese}(${error.message})` }
}

const tags: readonly string[] = [
  'StorageError',
  'CopyError',
  'MasterKeyError',
  'CheckError',
  'PlayError',
] satisfies readonly Untranslated['_tag'][]

const isUntranslated = (error: unknown): error is Untranslated =>
  error instanceof Error &&
  '_tag' in error &&
  typeof error._tag === 'string' &&
  tags.includes(error._tag) &&
  !('text' in error && typeof error.text === 'object' && error.text !== null && !isSame(error.text))

const isSame = (text: object): boolean => 'en' in text && 'zh' in text && text.en === text.zh

const inChinese = (error: Untranslated): string => {
  switch (error._tag) {
    case 'StorageError':
      return ofStorage[error.fault]
    case 'CopyError':
      return ofCopy[error.reason]
    case 'MasterKeyError':
      return '主密钥不可用'
    case 'CheckError':
      return '事件日志无法读取'
    case 'PlayError':
      return '无法写入'
  }
}

const ofStorage: Readonly<Record<StorageError['fault'], string>> = {
  closed: '存储已关闭',
  unavailable: '存储正被占用:另一进程持有写锁;请结束该进程或稍后重试',
  corrupt: '不是 SQLite 数据库,或已损坏:请检查路径,或恢复备份',
  'read-only': '不可写:请授予该文件及其所在文件夹的写权限',
  full: '磁盘空间不足;请腾出空间后重试',
  newer: '由更新版本的 skein 写入:请升级后再读取',
  missing: '存储不完整',
  failed: '存储无法使用',
}

const ofCopy: Readonly<Record<CopyError['reason'], string>> = {
  broken: '原事件日志已损坏,未继续复制(请恢复备份后再复制)',
  otherLog: '目标库中已有其他事件(请用空库,或此前复制的目标库)',
  otherKeys: '目标库中已有其他日志的密钥(请用空库,或此前复制的目标库)',
  unavailable: '目标库未能写入(再次运行同一命令即可继续)',
}
