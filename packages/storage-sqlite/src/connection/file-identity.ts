import { statSync } from 'node:fs'
import { StorageError } from '@skein/engine'

/**
 * Which files on disk an open database has: the file itself, and its write-ahead log. If one of them is removed or
 * replaced while it is open, SQLite goes on with the old one, and what it commits is lost.
 */
export class FileIdentity {
  readonly #path: string
  readonly #file: string | undefined
  #log: string | undefined

  constructor(path: string) {
    this.#path = path
    this.#file = identityOf(path)
  }

  /** Call it within a transaction, when there is a write-ahead log. Throws `StorageError` if these are other files now. */
  assertSame(): void {
    if (identityOf(this.#path) !== this.#file) throw replaced(this.#path)
    const log = identityOf(`${this.#path}-wal`)
    this.#log ??= log
    if (log === undefined || log !== this.#log) throw replaced(`${this.#path}-wal`)
  }
}

const identityOf = (path: string): string | undefined => {
  const file = statSync(path, { throwIfNoEntry: false })
  return file && `${file.dev}/${file.ino}`
}

const replaced = (path: string): StorageError =>
  new StorageError('failed', {
    en: `${path} was removed or replaced while it was open, so nothing more is written. Stop all programs that use it; put the file back, or restore a backup with \`skein restore\`.`,
    zh: `${path} 在打开期间被删除或替换,已停止写入。请停止所有使用它的程序,将文件放回,或用 \`skein restore\` 恢复备份。`,
  })
