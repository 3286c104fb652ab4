import { isStorageError, StorageError, type StorageFault } from '@skein/engine'
import { type Text, WriteError } from '@skein/engine/storage'

/** The error code of better-sqlite3: `SQLITE_BUSY`, `SQLITE_IOERR_FSYNC`, … */
const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** Another process holds a lock; the same statement may succeed later. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))

/** The disk has no room for the memory that processes share beside a file. */
export const isWithoutSharedMemory = (error: unknown): boolean => /^SQLITE_IOERR_SHM/.test(codeOf(error))

/** A COMMIT that failed in this way left no commit record in the write-ahead log; any other failure may have left one. */
export const isSurelyUnwritten = (error: unknown): boolean =>
  isBusy(error) || /^SQLITE_(FULL|READONLY)/.test(codeOf(error))

interface Explanation {
  readonly code: RegExp
  readonly fault: StorageFault
  readonly text: Text
}

const explanations: readonly Explanation[] = [
  {
    code: /^SQLITE_(BUSY|LOCKED)/,
    fault: 'unavailable',
    text: {
      en: 'another process holds the write lock; end that process, or try again',
      zh: '正被占用:另一进程持有写锁;请结束该进程或稍后重试',
    },
  },
  {
    code: /^SQLITE_(FULL|IOERR_SHMSIZE)/,
    fault: 'full',
    text: { en: 'no room is left on the disk; free some, then try again', zh: '磁盘空间不足;请腾出空间后重试' },
  },
  {
    code: /^SQLITE_READONLY/,
    fault: 'read-only',
    text: {
      en: 'the file or its folder may not be written; grant write permission, or open it with `readOnly: true`',
      zh: '文件或其所在文件夹不可写;请授予写权限,或以 `readOnly: true` 打开',
    },
  },
  {
    code: /^SQLITE_NOTADB/,
    fault: 'corrupt',
    text: {
      en: 'this is not a SQLite database, or its beginning is damaged; check the path, or restore a backup',
      zh: '不是 SQLite 数据库,或文件开头已损坏;请检查路径,或恢复备份',
    },
  },
  {
    code: /^SQLITE_CORRUPT/,
    fault: 'corrupt',
    text: { en: 'the file is damaged; restore a backup', zh: '文件已损坏;请恢复备份' },
  },
  {
    code: /^SQLITE_(CANTOPEN|PERM|AUTH)/,
    fault: 'failed',
    text: { en: 'the file cannot be opened; check its path and permissions', zh: '文件无法打开;请检查路径与权限' },
  },
  {
    code: /^SQLITE_IOERR/,
    fault: 'failed',
    text: { en: 'the disk failed to read or write; look at the system log', zh: '磁盘读写失败;请查看系统日志' },
  },
]

const unexpected = {
  fault: 'failed',
  text: { en: 'an unexpected error; its `cause` has the details', zh: '意外错误;详情见其 `cause`' },
} as const

/** Explains an error that was thrown while the file at `path` was used. */
export const storageError = (cause: unknown, path: string): StorageError => {
  if (isStorageError(cause)) return cause
  const code = codeOf(cause)
  const { fault, text } = explanations.find((explanation) => explanation.code.test(code)) ?? unexpected
  const shown = code === '' ? { en: '', zh: '' } : { en: ` (${code})`, zh: `(${code})` }
  return new StorageError(
    fault,
    { en: `${path}: ${text.en}${shown.en}.`, zh: `${path}:${text.zh}${shown.zh}。` },
    { cause },
  )
}

export const writeError = (cause: unknown, path: string, written: 'no' | 'unknown'): WriteError =>
  new WriteError(storageError(cause, path), written)
