import { randomBytes, randomUUID } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { usageError } from '../failures/failure.js'
import { masterKeyMessages as messages } from '../messages/master-key.js'
import { fileExists } from './file-exists.js'

/** The file beside a SQLite database that holds its master key, where no other place was given. */
export const keyFileOf = (databasePath: string): string => `${databasePath}.master-key`

/** The key in a file. */
export const readKeyFile = (file: string): string => {
  if (!fileExists(file)) throw usageError('masterKey', messages.noFile(file))
  return checkedKey(readFileSync(file, 'utf8').trim(), file)
}

/** `--master-key-file` must hold a key, whether the command needs it or not. */
export const checkKeyFile = (file: string | undefined): void => {
  if (file !== undefined) readKeyFile(file)
}

/** Creates a file with a new key that only its owner may read, or reads the one that another process just created. */
export const createKeyFile = (file: string): string => {
  const unfinished = `${file}.${randomUUID()}`
  try {
    writeFileSync(unfinished, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
    // whole or not at all, and never over the key of another process
    linkSync(unfinished, file)
  } catch (error) {
    if (!fileExists(file)) throw error
  } finally {
    rmSync(unfinished, { force: true })
  }
  return readKeyFile(file)
}

/** @param from where the key is, for the message */
export const checkedKey = (key: string, from: string): string => {
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(key)) return key
  throw usageError('masterKey', messages.malformed(from))
}
