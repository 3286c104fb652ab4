import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const isWindows = process.platform === 'win32'

/**
 * Runs a command in the foreground; the whole process ends with its exit code if it fails.
 * @param {string} command @param {readonly string[]} args @param {import('node:child_process').SpawnSyncOptions} options
 */
export const run = (command, args, options = {}) => {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', shell: isWindows, ...options })
  if (error) console.error(`could not run ${command}: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

/** @param {string} command */
export const isOnPath = (command) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, isWindows ? `${command}.cmd` : command)))
