import { StorageError, type StorageFault } from '@skein/engine'

/** The error code of better-sqlite3: `SQLITE_BUSY`, `SQLITE_IOERR_FSYNC`, … */
const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** Somebody else is writing; it passes. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))

/** A failed COMMIT of this kind left no commit record in the log; after any other, one may stand there. */
export const isSurelyUnwritten = (error: unknown): boolean =>
  isBusy(error) || /^SQLITE_(FULL|READONLY)/.test(codeOf(error))

const faults: readonly (readonly [code: RegExp, fault: StorageFault, message: string])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'unavailable', 'another process holds the write lock; try again, or find out who keeps it'],
  [/^SQLITE_(FULL|IOERR_SHMSIZE)/, 'full', 'no room left on the disk; make some, then try again'],
  [
    /^SQLITE_READONLY/,
    'read-only',
    'the file or its folder may not be written; grant that, or open it with `readOnly: true`',
  ],
  [
    /^SQLITE_NOTADB/,
    'corrupt',
    'this is not a SQLite database, or its beginning is damaged; check the path, or restore a backup',
  ],
  [/^SQLITE_CORRUPT/, 'corrupt', 'the file is damaged; restore a backup'],
  [/^SQLITE_(CANTOPEN|PERM|AUTH)/, 'failed', 'the file cannot be opened; check its path and permissions'],
  [/^SQLITE_IOERR/, 'failed', 'the disk did not do what was asked; look at the system log'],
]

/** Says in the port's words what went wrong in the file at `path`. */
export const storageError = (cause: unknown, path: string): StorageError => {
  if (cause instanceof StorageError) return cause
  const code = codeOf(cause)
  const [, fault, message] = faults.find(([pattern]) => pattern.test(code)) ?? [code, 'failed', 'an unexpected error']
  return new StorageError(fault, `${path}: ${message}${code === '' ? '' : ` (${code})`}.`, { cause })
}

/** A write that failed, and whether it may yet have been done. */
export class WriteError extends StorageError {
  readonly written: 'no' | 'unknown'

  constructor(cause: unknown, path: string, written: 'no' | 'unknown') {
    const { fault, message } = storageError(cause, path)
    super(fault, message, { cause })
    this.written = written
  }
}
